### Stories: cards, a story's page, writing, feelings and comments.

## Card
story-of = { $name }’s story
story-menu = Menu of { $name }’s story
story-address = Address of this story
story-felt = people left a feeling
story-comments = { $n ->
    [one] { $n } comment
   *[other] { $n } comments
}
story-shares = { $n ->
    [one] { $n } share
   *[other] { $n } shares
}
story-feel-choose = Choose from five feelings
story-up-help = Lifts this story into your friends’ feeds
story-lifted = { $name } gave this an UP
story-share = Share as my story
story-share-help = You can add a few words
story-quote-gone = This story cannot be seen right now.
story-products = Products in this story
story-tags = Products in this photo
story-tags-word = Products:
story-photos-word = Photo
story-photos-more = more
story-photo-alt = Photo { $n } of { $name }’s story
story-back = To the story

## Photos
story-photo-title = Photo { $n }/{ $of }, { $name }’s story
story-photo-menu = Photo menu
story-photo-previous = Previous photo
story-photo-next = Next photo

## Comments
comments-older = Earlier comments
comments-newest = Latest comments
comments-none = Be the first to comment.
comment-menu = Menu of { $name }’s comment
comment-label = Comment
comment-placeholder = Write a comment
comment-send = Send
comment-sending = Sending…
comment-login = Log in to comment
comment-empty = Please write a comment.
flash-comment = Your comment is there.
flash-comment-deleted = The comment was deleted.

## Writing
compose-title = Write a story
compose-share-title = Share a story
compose-edit-title = Edit the story
compose-as = Posting as { $name }
compose-body = Story
compose-ask = How was your day?
compose-ask-shop = What is new in the shop?
compose-share-ask = Add a few words.
compose-products = Products
compose-products-legend = Products in this story
compose-products-limit = up to 20
compose-products-filter = Filter by name
compose-products-odd = You can choose only products that your shop shows now.
compose-tags = Place products on photos
compose-tags-help = Say on which photo and where a product is, and a dot with its price shows there. Across and down are percent from the top left.
compose-tags-place = Place the chosen products
compose-tag-photo = Photo number
compose-tag-x = Across %
compose-tag-y = Down %
compose-tag-pick = Pick on the photo
compose-tag-tap = { $title }: press where the product is on photo { $n }.
compose-tag-done = Done
compose-tag-clear = Clear
compose-tag-no-photo = { $title }: say which photo it is on.
compose-tag-no-photos = { $title }: there is no photo to place it on. Add a photo or leave the place empty.
compose-tag-photo-odd = { $title }: the photo number is 1 to { $n }.
compose-tag-where = { $title }: across and down are numbers from 0 to 100, with up to two decimals.
compose-shop-public = Everyone can see a shop’s stories.
compose-sending = Posting…
visibility-name = Audience
visibility-short-public = Everyone
visibility-short-friends = Friends
visibility-short-only_me = Only me
form-wrong-title = Error: { $title }

## Deleting
story-delete-title = Delete this story?
story-delete-what = Its photos, feelings and comments go with it.
story-deleting = Deleting…
story-keep = Keep it

## What cannot be done
story-denied-role = Analysts can only look. Ask the shop’s owner to post.
story-denied-change = Only the account that posted this story can change it.
comment-denied-delete = You can delete your own comments and those under your stories.
story-share-public-only = Only public stories can be shared.
story-up-public-only = Only public stories can be lifted with UP.
story-up-person = UP works while you act as yourself.
story-feeling-choice = Please choose one of the five feelings.
story-up-choice = UP can only be given or taken back.
