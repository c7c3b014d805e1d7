# Photos
photo-pick = Choose photos
photo-help = Up to { $max }, up to { $size } each. JPEG · PNG · WebP · GIF
photo-list = Chosen photos
photo-move-up = Move photo { $n } forward
photo-move-down = Move photo { $n } back
photo-remove = Remove photo { $n }
photo-remove-named = Remove: { $name }
photo-alt-label = Photo description
photo-alt-nth = Description of photo { $n }
photo-alt-hint = Description, read to people who cannot see the photo
photo-alt-plain = Describe the photos (in the order chosen)
photo-over = { $n } characters too many
photo-word-big = This photo is too large. Please choose one smaller than { $size }.
photo-word-type = This is not a photo. Please choose JPEG, PNG, WebP or GIF.
photo-word-fail = It could not be sent. Your words and photos are still here. Please press again.
