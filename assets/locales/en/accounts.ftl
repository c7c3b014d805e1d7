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
