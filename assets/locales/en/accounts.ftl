### Signing up, logging in, profiles, shops, acting as

## In and out
signup-title = Sign up
signup-lead = See what your friends and the shops nearby are up to
signup-name-help = The name your friends know you by. You can change it any time.
signup-or = Already have an account?
signup-email-unusable = This email cannot be used to sign up. Use another one, or log in if you signed up before.
login-title = Log in
login-lead = Good to see you again
login-or = New here?
login-wrong = That email or password is not right. Please check them.
login-wait = Several tries did not match, so let us take a short break. Try again in { $seconds } seconds.
password-wrong = The current password is not right.
login-suspended = This account is suspended. Please ask the operator if you have questions.
flash-signed-up = You are signed up. Welcome.
flash-logged-out = You are logged out.

## Names of fields
field-email = Email
field-password = Password
field-handle = Username
field-display_name = Name
field-shop-name = Shop name
field-bio = About
field-category = What do you sell?
handle-invisible = an invisible character
limit-over = { "{n}" } too many

## Opening a shop
shop-new-title = Open a shop
shop-new-lead = A name and an address are all it takes; the rest can wait. You can open up to { $max } shops and have { $n } now.
shop-new-public = Everyone can see a shop.
shop-new-details = To sell goods, a shop needs seller details such as the business name, representative and contact. You can add them afterwards.
shop-new-busy = Opening…
shop-bio-help = For people who come for the first time: what you sell, where, and how.
shops-full = You can open up to { $max } shops, and you have opened them all.
shops-full-help = See my shops
flash-shop-opened = Your shop is open.
category-dessert = Desserts
category-rice_cake = Rice cakes
category-cafe = Café
category-food = Food
category-farm = Farm produce
category-clothes = Clothes
category-flowers = Flowers
category-pottery = Pottery
category-books = Books
category-leather = Leather
category-craft = Crafts
category-living = Home
category-beauty = Beauty
category-pets = Pets
category-repair = Repairs
category-other = Other

## Acting as
act-as-title = Acting as
act-as-lead = Stories and comments appear under the account you choose.
act-as-personal = Personal account
act-as-current = Acting now
role-owner = Owner
role-manager = Manager
role-editor = Editor
role-analyst = Analyst
flash-acting-changed = You changed whom you act as.

## Settings
settings-title = Settings
settings-profile = Profile
settings-profile-text = Name, about, username
settings-account = Login and password
settings-account-text = Change your password, see where you are logged in
settings-language = Language and display
settings-language-text = 한국어, English, light and dark
settings-saving = Saving…
settings-email = Login email: { $email }
handle-renames = { $min } to { $max } of Hangul, lower-case letters, digits, underscore (_) and dot (.). The old address stops working when you change it. Changes left: { $n }.
renames-full = A username can be changed { $max } times, and all of them are used.
password-title = Change password
password-help = { $min } to { $max } characters. Changing it logs you out everywhere else.
field-current_password = Current password
field-new-password = New password
flash-password-changed = Your password is changed, and you are logged out everywhere else.
devices-title = Where you are logged in
devices-end-others = Log out everywhere else
device-current = This device
device-last-seen = Last used
device-unknown = Unknown device
flash-sessions-ended = Logged out there.
field-locale = Language
field-theme = Brightness
theme-auto = Follow the device
theme-auto-text = Light by day, dark by night
theme-light = Light
theme-dark = Dark

## Studio
studio-role = Your role in this shop does not allow that. Please ask the owner.
studio-today = Today
studio-catalog = Products
studio-profile = Shop profile
studio-details = Seller details
studio-details-text = A shop that sells has to show these. They stand at the foot of the shop's page.
studio-activity = Activity
studio-activity-text = Who did what in the shop's name.
studio-write = Write a story
studio-numbers = Numbers
studio-followers = Followers
studio-stories = Stories
studio-products = Products
studio-todo = To do
studio-todo-details = Fill in the seller details
studio-todo-photo = Add a picture of the shop
studio-todo-product = Add the first product
studio-todo-story = Write the first story
studio-home = See the shop
studio-add-product = Add a product
field-legal_name = Business name
field-representative = Representative
field-address = Address
field-phone = Contact
field-business_number = Business registration number
field-mail_order_number = Mail-order sales number
field-opening_hours = Opening hours
business-number-help = 10 digits, such as 123-45-67890
mail-order-help = Such as 제2026-서울마포-0123호
opening-hours-help = Such as Tue–Sun 11:00–20:00, closed on Mondays
form-business-number = A business registration number has 10 digits, such as 123-45-67890.
activity-when = When
activity-what = What
activity-who = Who
activity-operator = Operator
act-shop-open = Opened the shop
act-shop-rename = Changed the username
act-shop-profile = Edited the profile
act-shop-details = Edited the seller details
act-product-create = Added a product
act-product-edit = Edited a product
act-product-delete = Deleted a product
act-product-restore = Restored a product
act-story-publish = Posted a story
act-story-edit = Edited a story
act-story-delete = Deleted a story
act-story-restore = Restored a story
act-comment-publish = Wrote a comment
act-comment-delete = Deleted a comment

## Photos
settings-photos = Photos
settings-photos-text = Avatar and cover
faces-title = Avatar and cover
faces-avatar = Avatar
faces-cover = Cover
faces-change = Change photos
act-shop-photos = Changed the photos
