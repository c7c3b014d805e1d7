# Product files: in and out

## Entrance
import-title = Files in and out
import-in = Bring a file in
import-lead = Upload a CSV or TSV file saved from a spreadsheet and you first see what would be new and what would change. Nothing changes before you say so.
import-file = Product file
import-file-help = CSV or TSV, up to { $max } and { $rows } rows. UTF-8 and CP949 (Korean Excel) are both read.
import-zip = Photos (zip)
import-zip-help = Photos named in the file's image columns are looked for here. The zip up to { $max }, a photo up to { $photo }, { $photos } photos a product. Photos at web addresses are not fetched.
import-look = Preview
import-busy = Reading…
import-sample = Get a sample file
import-understood = Which columns are understood?
import-understood-help = By the names in the first row. Capitals and spaces do not matter. Columns with other names can be assigned in the preview. Values of columns that are not in the file stay as they are; an empty cell empties its value.
import-what = Content
import-names = Other names
import-out = Download a file
import-out-help = All products as they are now in one file. Edit it in a spreadsheet and bring it back in: only what you edited changes.
import-out-csv = Get CSV
import-out-tsv = Get TSV
import-out-parts = There are too many products for one file that can be brought in again. To change them and bring them in, download them in parts.
import-out-part = CSV, part { $n }
import-channels = Send to shopping channels
import-channels-help = Register an address below with a channel and your published products are always there as they are now.
import-channel-merchant = For the feed address of Google Merchant Center and of a Meta catalog.
import-channel-naver-name = Naver Shopping
import-channel-naver = For the product DB URL (EP 3.0) of the shopping partner center. What is sold out or costs nothing is left out; shipping is given as paid on delivery.
import-without-photo = Published products without a photo: { $n }. Channels do not take products without photos, so they are left out at these addresses.
import-history = Earlier imports
import-history-rows = new { $new } · changed { $changed }
import-rows = Rows
import-state-preview = Preview
import-state-applied = Applied
import-state-undone = Undone

## Columns
import-field-id = Product number
import-field-title = Product name
import-field-description = Description
import-field-link = Where to buy
import-field-image_link = Main photo
import-field-additional_image_link = More photos
import-field-price = Price
import-field-sale_price = Sale price
import-field-sale_price_effective_date = Sale dates
import-field-availability = Availability
import-field-condition = Condition
import-field-brand = Brand
import-field-product_type = Category
import-field-item_group_id = Variant group
import-field-color = Colour
import-field-size = Size
import-field-quantity = Stock left
import-field-custom_label_0 = Shop section
import-field-visibility = Visibility
import-field-sale_price_start_date = Start of the sale
import-field-sale_price_end_date = End of the sale

## When a file cannot be read
import-file-missing = Choose a product file.
import-file-too-large = The file is too large. Split it into files smaller than { $max }.
import-file-workbook = This is an Excel workbook. In Excel, use Save As → CSV UTF-8 and upload that.
import-file-encoding = Line { $line } has characters that cannot be read. Save the file as UTF-8 or CP949.
import-file-empty = There is no product in it. The first row names the columns, products follow from the second.
import-file-rows = At most { $max } rows can be uploaded. Split the file.
import-file-columns = At most { $max } columns are read.
import-file-header = The first row cannot be read. See whether its quotes are closed.
import-zip-broken = The photos cannot be opened. See whether it is a zip file.
import-zip-entries = A zip may hold at most { $max } files.
import-zip-large = The zip is too large. Split it into zips smaller than { $max }.
import-zip-locked = A zip with a password cannot be opened.
import-muddle-twice = The columns “{ $first }” and “{ $second }” are both read as { $field }. Choose one of them.
import-muddle-no-name = No column with product numbers or names was found. Say which one it is.

## Preview
import-of = Import of { $file }
import-preview-lead = Nothing has changed yet. Look through it, then apply.
import-muddled = First say which column is what.
import-new = New
import-changed = Changed
import-same = Unchanged
import-wrong = Wrong
import-noted = Rows that are applied, with something to look at: { $n }
import-columns = Columns
import-columns-unknown = unknown: { $n }
import-columns-help = Unknown columns are left out. Say what they are and the file is read again.
import-columns-set = Read again
import-column-unknown = unknown
import-column-auto = Recognised: { $field }
import-column-by-name = By its name
import-column-ignore = Leave out
import-column-nameless = (column without a name)
import-apply = { $n ->
    [one] Apply to one product
   *[other] Apply to { $n } products
}
import-apply-right = Apply the right rows ({ $n }), leave out the wrong ones ({ $wrong })
import-applying = Applying…
import-drop = Do not import
import-wrong-help = With wrong rows the whole is not applied. Mend the file and upload it again, or apply the right rows only.
import-nothing = Nothing changes. The file and the products are the same.
import-row = Product
import-line = Line
import-line-n = Line { $n }
import-what-changes = What changes
import-same-row = Stays as it is
import-empty = none
import-photos = Photos
import-photos-n = Photos: { $n }
import-changed-since = Products changed after the preview. Look through the new preview.
import-wrong-rows = Some rows are wrong, so nothing was applied. Mend the file and upload it again, or apply the right rows only.
import-not-preview = This import is finished already.
import-not-applied = Only an import that was applied can be undone or stopped.
import-see = See the result
import-file-gone = The uploaded file was deleted: previews stay for a day. Upload it again.
flash-import-columns = The columns are set.
flash-import-applied = The file was applied.
flash-import-dropped = The preview is deleted. Nothing changed.
flash-import-undone = The import was undone.

## Result
import-only-right-done = Applied without the wrong rows ({ $n }).
import-photos-progress = { $done } of { $all } photos done.
import-photos-stopped = stopped
import-photos-look = Look again
import-photos-stop = Stop
import-photos-resume = Go on
import-photo = Photo
import-reason = Reason
import-lost = Photos that could not be taken
import-photo-broken = This file cannot be taken out of the zip.
import-photo-entries = There are too many files in the zip.
import-photo-large = The file is too large when unpacked.
import-photo-locked = It has a password.
import-photo-missing = It is not in the zip.
import-photo-ambiguous = Several photos have this name. Write the folder too.
import-undo = Undo the import
import-undo-help = New products are deleted, changed ones are as before. Products edited since stay as they are and are named. This can be undone for { $days } days.
import-undone-lead = Products put back: { $n }.
import-left = Left as they are, since they were edited later
import-left-more = And { $n } more

## Why a row is wrong
import-wrong-open-quote = A quote is never closed.
import-wrong-after-quote = There is more after a closing quote.
import-wrong-cell-too-long = A cell is longer than 64 KB, or its quote is never closed.
import-wrong-too-many-cells = There are more cells than in the first row.
import-wrong-missing = It is empty, and has to be there.
import-wrong-too-long = At most { $max } characters; it has { $count }.
import-wrong-price = It cannot be read as a price. For example 12000, 12,000원, 12000 KRW
import-wrong-negative = It cannot be below 0 won.
import-wrong-fraction = Write whole won, without a fraction.
import-wrong-too-high = At most { $max }.
import-wrong-currency = Only won (KRW) is taken. Convert { $name } into won.
import-wrong-not-lower = The sale price has to be below the price.
import-wrong-availability = Not a known availability. For example in_stock, out_of_stock, preorder
import-wrong-condition = Not a known condition: new, used, refurbished
import-wrong-category = There is no such category, so the category stays as it is. Mend it, or choose Ignore under Columns.
import-wrong-visibility = Write published, draft or hidden.
import-wrong-link = Write an address that begins with http or https.
import-wrong-moment = It cannot be read as dates. For example 2026-12-01/2026-12-24
import-wrong-not-after = The sale ends before it begins.
import-wrong-no-sale = There are sale dates without a sale price.
import-wrong-quantity = Write a number from 0 on.
import-wrong-quantity-too-high = At most { $max }.
import-wrong-no-product = This shop has no product of that number.
import-wrong-removed = The product was taken down under the rules of the site and cannot be changed.
import-wrong-twice = The same product stands in line { $max } already.
import-wrong-shortened = The spreadsheet cut a long number short. Format the cells as text and write the number again.
import-wrong-zeros-lost = The zeros in front seem to be lost: there is a product with the number ‘{ $name }’. Format the cells as text and write it again.
import-wrong-same-name = There is a product of this name already. To change that one, write its number.
import-wrong-too-many-photos = At most { $max } photos.
import-wrong-not-own-photo = Not the address of a photo of this shop's products.
import-wrong-elsewhere = Photos at web addresses are not fetched. Put them into a zip and upload it along.
import-wrong-no-zip = Upload a zip with the photos along.
import-wrong-not-in-zip = There is no such name in the zip.
import-wrong-several-in-zip = Several photos in the zip have this name. Write the folder too.
import-wrong-sections-full = At most { $max } sections.
import-wrong-other = The value cannot be read.

## Activity log
act-import-preview = Looked at a product file
act-import-apply = Applied a product file
act-import-undo = Undid a product file
act-import-stop = Stopped the photos of a file
act-import-resume = Went on with the photos of a file
