# Products and wishes

## The form of a product
product-new-title = Add a product
product-edit-title = Edit product
product-of-shop = A product of { $name }
product-section-words = Name and price
product-section-state = State and kind
product-title = Product name
product-price = Price
product-sale-price = Sale price
product-won = won
product-description = Description
product-description-help = Size, material, shipping days: what people want to know before they buy.
product-availability = Stock
product-condition = Condition
product-category = Kind
product-category-none = None chosen
product-brand = Brand
product-sku = Product number
product-sku-help = Your shop's own number. It differs for each product and may stay empty.
product-link = Where to buy
product-link-help = The page where it can be bought, if there is one.
product-cancel = Cancel
product-save = Save changes
product-post = Add to { $name }
product-busy = Adding…
product-price-negative = { $field } cannot be below ₩0.
product-price-fraction = { $field } is in whole won, without a decimal point. For example: 12000
product-price-too-high = { $field } can be up to { $max }.
product-sale-not-lower = The sale price has to be lower than the price.
product-sku-taken = “{ $title }” has this number already. Please use another one.
flash-product-created = The product is in your catalog.

## Stock and condition
availability-in_stock = In stock
availability-out_of_stock = Sold out
availability-preorder = Preorder
availability-backorder = Back soon
condition-new = New
condition-refurbished = Refurbished
condition-used = Used

## Kinds
product-kind-food = Food
product-kind-bakery = Bread and sweets
product-kind-drinks = Tea and drinks
product-kind-farm = Farm produce
product-kind-clothes = Clothes
product-kind-bags = Bags and shoes
product-kind-jewelry = Jewelry
product-kind-beauty = Beauty
product-kind-living = Tableware and home
product-kind-furniture = Furniture
product-kind-flowers = Flowers and plants
product-kind-kids = For children
product-kind-pets = For pets
product-kind-books = Books and stationery
product-kind-crafts = Crafts and hobbies
product-kind-digital = Electronics
product-kind-sports = Sports and bikes
product-kind-other = Other

## The page of a product
product-photos = Product photos
product-photo-show = Show photo { $n }
product-cut = Sale
product-before = Original price
product-can-buy = In stock
product-buy = Go and buy
product-wish-label = Save { $title }
product-shop-followers = { $n ->
    [one] { $n } follower
   *[other] { $n } followers
}
product-stories = Stories with this product
product-more = More from this shop
product-report = Report this product
list-all = See all

## Seller details
seller-title = Seller details
seller-legal-name = Business name
seller-representative = Representative
seller-address = Address
seller-phone = Contact
seller-business-number = Business registration number
seller-mail-order-number = Mail-order sales report number

## A shop's products
catalog-of-shop = Products of { $name }
catalog-shop-tabs = Pages of the shop
catalog-tab-news = News
catalog-tab-products = Products
catalog-tab-about = About the shop
catalog-filter = Narrow the products
catalog-sort = Sort
catalog-show = Show
catalog-all = All { $n }
catalog-empty = No products yet
catalog-none-found = No product fits these filters
catalog-show-all = Show all products
filter-in-stock = Available only
filter-on-sale = On sale
sort-newest = Newest first
sort-price-asc = Lowest price first
sort-price-desc = Highest price first

## Wishes
wishes-title = Saved products
wishes-all = All
wishes-show-all = Show all saved products
wishes-empty = No saved products yet
wishes-empty-help = Press the heart on a product you like and it is kept here.
wish-as-person = Products are saved by people. Switch to your own account and press again.

## Shop studio
studio-catalog-title = Manage products
studio-list = List of products
studio-see = The page that customers see
studio-filter = Filter products
studio-search = Name or product number
studio-state = State
studio-state-all = All states
studio-narrow = Filter
studio-caption = { $n ->
    [one] { $n } product on sale
   *[other] { $n } products on sale
}
studio-changed = Changed
studio-acts = Actions
studio-why = See why
studio-menu-of = Menu of { $title }
studio-story-with = Write a story with this product
studio-empty = No products yet
studio-empty-help = A name and a price are enough.
product-state-deleted = Deleted
product-state-removed = Removed by a moderator
product-deleted = “{ $title }” was deleted.
catalog-act-first = You are staff of this shop, but you act as another account now. Switch to the shop and open it again.
catalog-act-first-link = Switch account
catalog-not-your-role = Editors and above can change products. Please ask the shop's owner for another role.
product-not-yours = Only staff of the shop that offers this product can change it.
product-removed = This product was removed under the rules of the site, so it cannot be changed or deleted.
product-gone-removed = This product was removed
product-gone-removed-help = It was removed under the rules of the site and nobody can see it now. The reason is in your notifications.
product-gone-deleted = You deleted this product
product-gone-deleted-help = Undo brings it back with its photos and everyone who saved it.
product-delete-title = Delete product
product-delete-question = Delete “{ $title }”?
product-delete-hidden = It no longer shows on its page, in stories or in search.
product-delete-wishes = { $n ->
    [one] It also leaves the list of the { $n } person who saved it.
   *[other] It also leaves the lists of the { $n } people who saved it.
}
product-delete-undo = You can bring it back at any time under “Deleted” in Manage products.
product-keep = Keep it
