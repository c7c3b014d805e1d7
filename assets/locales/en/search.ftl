# Search

search-title = Search for “{ $q }”
search-tabs = Found
search-tab-all = All
search-tab-stories = Stories
search-tab-products = Products
search-tab-shops = Shops
search-sort-relevance = Best match
search-sort-newest = Newest
search-sort-price-asc = Cheapest
search-sort-price-desc = Dearest
search-shop = Shop
search-people = People
search-see-all = See all
search-narrow = Filters
search-chip-remove = Remove this condition
search-price-bars = How the prices spread. Press a bar to see only that range.
search-meant = Did you mean this?
search-preparing = The search is being prepared again. Some things may be missing for now.
search-preparing-percent = The search is being prepared again ({ $percent }%). Some things may be missing for now.
search-nothing = Nothing found for “{ $q }”
search-nothing-help = Try fewer words, leave out spaces, or type initial consonants (ㄹㄴ ㅅㅊ).
search-nothing-yet = Nothing found right now
search-nothing-yet-help = There may be more when the search is ready. Please try again in a moment.
search-try-widened = Search without conditions
search-blank = What are you looking for?
search-blank-help = Try the name of a product or a shop, or words of a story. Initial consonants (ㅅㅈㅋㅋ) and half-typed words work too.
search-too-long = Up to { $max } characters can be searched for; these are { $count }.
search-too-many-words = Up to { $max } words can be searched for; these are { $count }.
search-narrow-close = Close filters
search-conditions = Filters in force
search-chip-shop = In “{ $name }”
search-in-shop = Search in { $name }
search-in-this-shop = Search in this shop
search-goods-state = State of the products
search-price-bar = { $range }: { $n }
search-show-found = Show { $n }
search-more-of-shop = More from this shop ({ $n })
search-meant-keyboard = Read in the other keyboard mode:
search-nothing-so = Nothing fits these filters
search-try-without = Search without “{ $what }”
search-categories = Browse by category
search-recent = Recent searches
search-recent-one = Recent
search-recent-forget = Forget “{ $q }”
search-recent-forget-all = Forget all
search-suggestions = Suggestions
search-suggestions-count = { $n ->
    [0] No suggestions.
    [one] One suggestion. Use the arrow keys to choose.
   *[other] { $n } suggestions. Use the arrow keys to choose.
}
search-tag = Hashtag
flash-search-forgotten = Your recent searches were removed.
