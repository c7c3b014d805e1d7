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
flash-product-draft = Saved as a draft. Only staff see it until you publish it.
flash-product-hidden = Saved as hidden. Only staff see it.

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
product-kind-food-cookies = Sweets and snacks
product-kind-food-rice-cakes = Rice cakes
product-kind-food-side-dishes = Side dishes
product-kind-food-kimchi = Kimchi
product-kind-food-sauces = Sauces and pastes
product-kind-food-oils = Oils and sesame
product-kind-food-preserves = Jams, syrups and honey
product-kind-food-meals = Ready meals
product-kind-bakery = Bread and sweets
product-kind-bakery-cookies = Cookies
product-kind-bakery-bread = Bread
product-kind-bakery-pastry = Pastry
product-kind-bakery-cakes = Cakes
product-kind-bakery-small-cakes = Small cakes
product-kind-bakery-buns = Filled buns
product-kind-drinks = Tea and drinks
product-kind-drinks-coffee = Coffee
product-kind-drinks-tea = Tea
product-kind-drinks-juice = Juice and soft drinks
product-kind-drinks-traditional = Traditional drinks
product-kind-drinks-tools = Coffee and tea tools
product-kind-farm = Farm produce
product-kind-farm-fruit = Fruit
product-kind-farm-citrus = Citrus
product-kind-farm-vegetables = Vegetables
product-kind-farm-grains = Rice and grains
product-kind-farm-nuts = Nuts and mushrooms
product-kind-farm-seafood = Seafood
product-kind-farm-meat = Meat and eggs
product-kind-clothes = Clothes
product-kind-clothes-shirts = Shirts and blouses
product-kind-clothes-dresses = Dresses
product-kind-clothes-pants = Trousers
product-kind-clothes-skirts = Skirts
product-kind-clothes-knits = Knitwear
product-kind-clothes-outerwear = Outerwear
product-kind-clothes-accessories = Hats, scarves and socks
product-kind-clothes-hanbok = Hanbok
product-kind-bags = Bags and shoes
product-kind-bags-handbags = Handbags
product-kind-bags-totes = Tote bags
product-kind-bags-wallets = Wallets
product-kind-bags-belts = Belts and keyrings
product-kind-bags-shoes = Shoes
product-kind-jewelry = Jewelry
product-kind-jewelry-rings = Rings
product-kind-jewelry-earrings = Earrings
product-kind-jewelry-necklaces = Necklaces
product-kind-jewelry-bracelets = Bracelets
product-kind-jewelry-hair = Hair accessories
product-kind-beauty = Beauty
product-kind-beauty-soap = Soap
product-kind-beauty-skincare = Skincare
product-kind-beauty-makeup = Makeup
product-kind-beauty-hair-body = Hair and body
product-kind-beauty-perfume = Perfume
product-kind-living = Tableware and home
product-kind-living-tableware = Tableware
product-kind-living-kitchen = Kitchenware
product-kind-living-fabric = Towels and aprons
product-kind-living-candles = Candles and scents
product-kind-living-lamps = Lamps
product-kind-living-bedding = Bedding
product-kind-living-cleaning = Cleaning and laundry
product-kind-furniture = Furniture
product-kind-furniture-chairs = Chairs and stools
product-kind-furniture-tables = Tables and desks
product-kind-furniture-shelves = Shelves and storage
product-kind-furniture-wooden = Small woodwork
product-kind-furniture-beds = Beds
product-kind-flowers = Flowers and plants
product-kind-flowers-bouquets = Bouquets
product-kind-flowers-plants = House plants
product-kind-flowers-succulents = Cacti and succulents
product-kind-flowers-wreaths = Wreaths and dried flowers
product-kind-flowers-garden = Seeds and gardening
product-kind-kids = For children
product-kind-kids-toys = Toys
product-kind-kids-clothes = Children’s clothes
product-kind-kids-baby = Baby goods
product-kind-kids-learning = Learning and play
product-kind-kids-room = Children’s room
product-kind-pets = For pets
product-kind-pets-dogs = Dogs
product-kind-pets-cats = Cats
product-kind-pets-treats = Pet food and treats
product-kind-pets-small = Small animals
product-kind-books = Books and stationery
product-kind-books-used = Second-hand books
product-kind-books-new = New books
product-kind-books-picture = Picture books
product-kind-books-notebooks = Notebooks and diaries
product-kind-books-stationery = Stationery
product-kind-books-cards = Postcards and cards
product-kind-crafts = Crafts and hobbies
product-kind-crafts-pottery = Pottery
product-kind-crafts-leather = Leather craft
product-kind-crafts-wood = Woodcraft
product-kind-crafts-textile = Knitting and embroidery
product-kind-crafts-paper = Paper and stamps
product-kind-crafts-kits = Craft kits
product-kind-digital = Electronics
product-kind-digital-phones = Phones and accessories
product-kind-digital-computers = Computers
product-kind-digital-audio = Audio
product-kind-digital-cameras = Cameras
product-kind-digital-appliances = Appliances
product-kind-sports = Sports and bikes
product-kind-sports-bicycles = Bicycles
product-kind-sports-bike-parts = Bike parts
product-kind-sports-fitness = Fitness
product-kind-sports-outdoor = Camping and hiking
product-kind-sports-water = Water sports
product-kind-other = Other
product-kind-other-gifts = Gifts
product-kind-other-vouchers = Vouchers
product-kind-other-classes = Classes
product-kind-other-antiques = Antiques

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
product-elsewhere = { $name } from other shops
product-ask-phone = Ask by telephone
product-address-copied = The address was copied.
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
catalog-all = All { $n }
catalog-empty = No products yet
catalog-none-found = No product fits these filters
catalog-show-all = Show all products
filter-in-stock = Available only
filter-on-sale = On sale
sort-newest = Newest
sort-price-asc = Cheapest
sort-price-desc = Dearest

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
studio-see = As customers see it
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

## The rest of a product
product-variant-title = Add an option
product-variant-add = Add an option
product-variant-help = The same product in another colour or size. Price, stock and photos can differ.
product-sale-dates = Set when the sale runs
product-sale-dates-help = Left empty, the sale starts at once and goes on. It turns by itself when the time comes.
product-sale-from = Sale starts
product-sale-until = Sale ends
product-stock = Number left
product-stock-help = Leave it empty if you do not count. At 0 it shows as sold out.
product-status = Visibility
product-status-help = Only your shop’s staff see drafts and hidden products.
product-status-published = Published
product-status-draft = Draft
product-status-hidden = Hidden
product-section = Shop section
product-section-help = Groups products within your shop. A name that is new makes a new section.
product-fields-more = More details
product-options-title = Options
product-options-help = Products that differ only in colour or size share a group number and show as one.
product-color = Colour
product-size = Size
product-group = Option group number
product-group-help = The options of one product all have the same number.
product-date-wrong = Please write { $field } like 2026-11-30 18:00.
product-sale-not-after = The sale has to end after it starts.
product-sale-missing = To set when the sale runs, please enter a sale price too.
product-count-wrong = Please write { $field } as a number from 0 on.
product-from = From { $price }
product-up-to = Up to { $price }
product-options = { $n } options
sections-full = A shop can have up to { $max } sections. Please choose one that is there.
sort-popular = Most wished for
catalog-all-kinds = All kinds
catalog-search-in = Search in { $name }
filter-min = Lowest price
filter-max = Highest price
filter-min-short = Min
filter-max-short = Max
filter-apply = Apply
filter-any-price = Any price
filter-remove-all = Remove all
product-left = { $n } left
product-sale-ends = On sale until { $when }
product-sale-coming = { $price } from { $when }

## Many products at once
studio-stock-all = Any stock
studio-kind-all = All kinds
studio-section-all = All sections
studio-section-none = No section
studio-found = { $n ->
    [one] One product
   *[other] { $n } products
}
studio-sale-coming = Sale to come
studio-sale-over = Sale over
bulk-title = What to do with the products chosen
bulk-choose = With those chosen…
bulk-pick = Choose
bulk-pick-one = Choose { $title }
bulk-pick-all = Choose all on this page
bulk-every = All { $n } products
bulk-every-narrowed = All { $n } products that fit these filters
bulk-every-most = Up to { $max } products can be changed at once. Please narrow the filters.
bulk-every-others = { $n ->
    [one] Meanwhile one product fits these filters. Please look at the number and press again.
   *[other] Meanwhile { $n } products fit these filters. Please look at the number and press again.
}
bulk-elsewhere = With { $n } chosen on other pages
batch-running = Another change of many products is under way. Please try again when it is done.
batch-under-way = { $what }: under way. It can be undone when it is done.
bulk-too-many = Too many products for one go. Please narrow the filters.
bulk-too-many-picked = Up to { $max } products can be chosen one by one. For more, narrow the filters and choose all that fit them.
bulk-value = Won, % or section name
bulk-do = Change them at once
bulk-earlier = What can be undone
bulk-price = Set the price (won)
bulk-percent = Raise or lower prices (%)
bulk-sale = Set a sale price (won)
bulk-sale-percent = Put on sale (% off)
bulk-no-sale = End the sale
bulk-in-stock = Mark in stock
bulk-out-of-stock = Mark sold out
bulk-preorder = Take preorders
bulk-backorder = Mark back soon
bulk-section = Move to a section (name)
bulk-publish = Publish
bulk-hide = Hide
bulk-draft = Make drafts
bulk-delete = Delete
bulk-none-picked = Please choose at least one product.
bulk-act-wrong = Please say what to do with the products chosen.
bulk-percent-wrong = Please enter a percentage from -90 to 500, such as 10 or -5.
bulk-sale-percent-wrong = Please enter how many percent off, from 1 to 90.
bulk-did-price = Price set
bulk-did-percent = Prices raised or lowered
bulk-did-sale = Sale price set
bulk-did-sale-percent = Put on sale
bulk-did-no-sale = Sale ended
bulk-did-availability = Stock changed
bulk-did-section = Moved to a section
bulk-did-status = Visibility changed
bulk-did-delete = Deleted
bulk-did-import = File { $file } imported
bulk-done = { $n ->
    [one] { $what }: one product changed.
   *[other] { $what }: { $n } products changed.
}
bulk-skipped = { $n ->
    [one] One was left as it is, because it would break a rule.
   *[other] { $n } were left as they are, because they would break a rule.
}
bulk-undone = { $n ->
    [one] One product is as it was.
   *[other] { $n } products are as they were.
}
bulk-undone-left = { $n ->
    [one] One was left as it is, because it changed since.
   *[other] { $n } were left as they are, because they changed since.
}
batch-not-applied = This was undone already or cannot be undone.
batch-too-old = What is older than 30 days cannot be undone.
sections-are-full = There is no room for a new section. Please enter the name of one that is there.
flash-bulk-nothing = No product changed.

## Sections of a shop
sections-title = Sections
sections-help = Sections group your products on your shop’s page, in this order. Deleting one keeps its products.
sections-empty = There are no sections yet
section-name = Section name
section-new = New section
section-make = Create
section-rename = Rename
section-up = Move { $name } up
section-down = Move { $name } down
section-delete = Delete { $name }
section-count = { $n } products
section-taken = There is a section with this name already.
section-too-long = A section name can have up to 40 characters.
flash-section-made = The section is there.
flash-section-deleted = The section is gone. Its products are still there.

## Activity
act-catalog-bulk = Changed many products
act-catalog-undo = Undid a change of many products
act-catalog-sections = Changed the sections
