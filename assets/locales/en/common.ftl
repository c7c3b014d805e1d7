### Words used everywhere. Korean is written first; this says the same as plainly.

## Frame and navigation
nav-skip = Skip to content
nav-main = Main menu
nav-menu = Menu
nav-home = Home
nav-search = Search
nav-write = Write
nav-shops = Shops
nav-me = My page
nav-discover = Discover
nav-notifications = Notifications
nav-friends = Friends
nav-wishes = Wishes
nav-settings = Settings
nav-studio = Shop studio
nav-moderation = Moderation
nav-admin = Site admin
nav-login = Log in
nav-signup = Sign up
nav-logout = Log out
nav-contact = Ask whoever runs this site
nav-language = Language
acting-as = Acting as { $name }
act-as = Act as { $name }
post-as = Post as { $name }
shop-badge = Shop

## Buttons
button-post = Post
button-save = Save
button-edit = Edit
button-delete = Delete
button-cancel = Cancel
button-close = Close
button-back = Back
button-next = Next
button-previous = Previous
button-more = More
button-less = Less
button-retry = Try again
button-undo = Undo
button-add = Add
button-remove = Remove
button-move-earlier = Move earlier
button-move-later = Move later
button-search = Search
button-clear = Clear
button-apply = Apply
button-copy-link = Copy link
button-follow = Follow
button-following = Following
button-unfollow = Unfollow
button-friend-request = Add friend
button-friend-accept = Accept
button-friend-decline = Decline
button-friend-withdraw = Withdraw request
button-friend-remove = Remove friend
button-block = Block
button-unblock = Unblock
button-report = Report
button-share = Share
button-comment = Comment
button-feeling = Feeling
button-up = UP
button-wish = Add to wishes
button-wished = In your wishes

## Who sees it
visibility-label = Who can see this
visibility-public = Public
visibility-friends = Friends
visibility-only_me = Only me
visibility-public-help = Anyone can see it, and search finds it.
visibility-friends-help = Only your friends can see it.
visibility-only_me-help = Only you can see it.

## Feelings
feeling-like = Like
feeling-cool = Cool
feeling-happy = Happy
feeling-sad = Sad
feeling-cheer_up = Cheer up

## Times
time-now = just now
time-minutes-ago = { $n } min ago
time-hours-ago = { $n } hr ago
time-yesterday = yesterday
time-day =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $day }
time-date = { $day }, { $year }
time-at = { $date }, { $time }
time-am = { $clock } AM
time-pm = { $clock } PM
time-edited = edited
time-edited-at = Edited { $time }
wait-seconds =
    { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    }
wait-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }

## Counts
count-photos =
    { $n ->
        [one] { $n } photo
       *[other] { $n } photos
    }
count-stories =
    { $n ->
        [one] { $n } story
       *[other] { $n } stories
    }
count-products =
    { $n ->
        [one] { $n } product
       *[other] { $n } products
    }
count-comments =
    { $n ->
        [one] { $n } comment
       *[other] { $n } comments
    }
count-feelings =
    { $n ->
        [one] { $n } feeling
       *[other] { $n } feelings
    }
count-friends =
    { $n ->
        [one] { $n } friend
       *[other] { $n } friends
    }
count-followers =
    { $n ->
        [one] { $n } follower
       *[other] { $n } followers
    }
count-new-stories =
    { $n ->
        [one] { $n } new story
       *[other] { $n } new stories
    }
count-results =
    { $n ->
        [one] { $n } result
       *[other] { $n } results
    }
count-notifications =
    { $n ->
        [one] { $n } new notification
       *[other] { $n } new notifications
    }

## Limits, told in advance
limit-counter = { $used } of { $max } characters
limit-text = Up to { $max } characters.
limit-photos = Up to { $max } photos.
limit-photo-file = Up to { $size } each: JPEG, PNG, WebP or GIF.
limit-alt = A description, read to people who cannot see the photo. Up to { $max } characters.
limit-handle = { $min } to { $max } of Hangul, a-z, 0-9, underscore (_) and dot (.)
limit-password = { $min } to { $max } characters
limit-friends = You can have up to { $max } friends.
limit-shops = You can open up to { $max } shops.

## Mistakes in forms
form-summary =
    { $n ->
        [one] Please correct { $n } field.
       *[other] Please correct { $n } fields.
    }
form-kept = What you wrote is still here.
form-optional = optional
form-required = { $field }: please fill this in.
form-too-long = { $field }: up to { $max } characters, now { $count }.
form-too-short = { $field }: at least { $min } characters, please.
form-too-many = { $field }: up to { $max }.
form-choice = { $field }: please choose one from the list.
form-number = { $field }: please enter a number.
form-range = { $field }: please enter { $min } to { $max }.
form-price = { $field }: please enter whole won, for example 12000.
form-date = { $field }: please enter a date, for example 2026-03-02.
form-link = { $field }: please enter an address that starts with http:// or https://.
form-email = Please check the email address, for example name@example.com.
form-password-short = Please choose a password of at least { $min } characters.
form-password-long = A password can have up to { $max } characters.
form-password-common = That is a widely known password. Please choose another.
form-empty-story = Write something or add at least one photo.
form-changed-elsewhere = This was changed somewhere else meanwhile. Please look at it as it is now and save again.

## Handles
handle-label = Handle
handle-too-short = Please choose a handle of at least { $min } characters.
handle-too-long = A handle can have up to { $max } characters.
handle-character = ‘{ $character }’ cannot be used. Only Hangul, a-z, 0-9, underscore (_) and dot (.) can.
handle-dots = A dot cannot stand first, last or twice in a row.
handle-no-letter = Please use at least one letter or digit.
handle-reserved = The site keeps this name for itself. Please choose another.
handle-taken = This name is taken, or too easily mistaken for one that is. Please choose another.

## Mistakes in photos ($name is the file's name)
photo-error-too-large = { $name }: this photo is too large. Please choose one smaller than { $size }.
photo-error-too-many-pixels = { $name }: this photo is too large. Please choose one with fewer than { $pixels } pixels.
photo-error-too-wide = { $name }: this photo is too long. Please choose one of less than { $max } pixels a side.
photo-error-memory = { $name }: there is not enough memory for this photo right now. Please try again in a moment, or choose one saved at a smaller size.
photo-error-format = { $name }: this kind of file cannot be posted. Please choose JPEG, PNG, WebP or GIF.
photo-error-kind = { $name }: { $kind } files cannot be posted. Please turn it into JPEG, PNG, WebP or GIF and choose it again.
photo-error-gone = Photos sent earlier that are no longer here: { $n }. Please choose them again.
photo-error-broken = { $name }: this photo cannot be opened. Please check that the file is whole and choose it again.
photo-error-empty = { $name }: this file is empty. Please choose another photo.
photo-error-cut = { $name }: the upload was cut off. Please choose it again.
photo-error-busy = { $name }: many people are posting photos right now. Please try again in a moment.
photo-error-storage = { $name }: photos cannot be saved right now. Please try again in a moment.
photo-error-too-many = Up to { $max } photos can be posted. The rest were left out.
photo-pick-again = Browsers do not remember chosen photos. Please choose them again.

## Error pages
error-id = When you contact us, please quote: { $id }
error-home = Go to the home page
error-400-title = This did not make sense
error-400-text = What was sent could not be read. Please try again from the page before.
error-401-title = Please log in
error-401-text = You can do this once you are logged in.
error-409-title = Not possible right now
error-wait-seconds = { $seconds } s
error-403-title = This is not possible
error-403-text = This account cannot do that. Please check which account you are acting as.
error-404-title = Nothing found
error-404-text = This page was removed, is not visible to you, or never existed.
error-405-title = This cannot be opened that way
error-405-text = The address is right, but it cannot be opened like this.
error-408-title = This took too long
error-408-text = The connection seems slow. Please try again.
error-413-title = Too large to accept
error-413-text = Please try again with fewer photos or smaller files.
error-422-title = Please check again
error-422-text = What was sent could not be understood. Please try again from the page before.
error-429-title = One moment, please
error-429-text = There were many requests in a short time. Please try again in { $wait }.
error-500-title = Something went wrong
error-500-text = The fault is ours. It was recorded; please try again in a moment.
error-503-title = Busy right now
error-503-text = Please try again in a moment.
error-507-title = No room to save
error-507-text = Nothing new can be saved right now. Reading works as before.
error-origin = This request came from another site and was not accepted. Please try again from this site.
error-sign-in = Log in to do this.

## Flash lines and empty places
flash-saved = Saved.
flash-posted = Posted.
flash-deleted = Deleted.
flash-undone = Undone.
list-end = That is all.
list-empty = Nothing here yet.
confirm-delete-title = Delete this?
confirm-delete-text = This cannot be undone.
nav-search-label = Find stories, products, shops
nav-notifications-count = Notifications, { $n } new
nav-acting = Account in use
nav-acting-as = Acting as { $name }
nav-act-as-self = Back to my own account
nav-act-as = Choose whom to act as
nav-me-short = Me
nav-rail = Look around
nav-tagline = a neighbourhood in photos
script-offline = No connection. Please try again in a moment.
list-more = Show more
list-more-label = More
form-over = {"{"}n{"}"} characters too many
