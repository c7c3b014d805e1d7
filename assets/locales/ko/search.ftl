# 검색

search-title = ‘{ $q }’ 검색
search-tabs = 찾은 것
search-tab-all = 모두
search-tab-stories = 스토리
search-tab-products = 상품
search-tab-shops = 가게
search-sort-relevance = 잘 맞는 순
search-sort-newest = 최신순
search-sort-price-asc = 낮은 가격순
search-sort-price-desc = 높은 가격순
search-shop = 가게
search-people = 사람
search-see-all = 모두 보기
search-narrow = 조건
search-chip-remove = 조건 빼기
search-price-bars = 가격 분포. 막대를 누르면 그 가격대만 보여요.
search-meant = 혹시 이 말을 찾으셨나요?
search-preparing = 검색을 다시 준비하고 있어요. 아직 모두 나오지 않을 수 있어요.
search-preparing-percent = 검색을 다시 준비하고 있어요 ({ $percent }%). 아직 모두 나오지 않을 수 있어요.
search-nothing = ‘{ $q }’{ JOSA($q, "으로/로") }는 찾지 못했어요
search-nothing-help = 낱말을 줄이거나, 띄어쓰기 없이, 또는 첫소리(ㄹㄴ ㅅㅊ)로도 찾아보세요.
search-nothing-yet = 지금은 찾은 것이 없어요
search-nothing-yet-help = 준비가 끝나면 나올 수 있어요. 잠시 뒤에 다시 찾아보세요.
search-try-widened = 조건 없이 찾기
search-blank = 무엇을 찾으세요?
search-blank-help = 상품 이름, 가게 이름, 스토리의 말로 찾아보세요. 첫소리(ㅅㅈㅋㅋ)나 반만 쓴 말도 알아들어요.
search-too-long = 찾을 말은 { $max }자까지 쓸 수 있어요. 지금은 { $count }자예요.
search-too-many-words = 낱말은 { $max }개까지 찾을 수 있어요. 지금은 { $count }개예요.
search-narrow-close = 조건 닫기
search-conditions = 지금 건 조건
search-chip-shop = ‘{ $name }’에서 찾기
search-in-shop = { $name }에서 찾기
search-in-this-shop = 이 가게에서 찾기
search-goods-state = 상품 상태
search-price-bar = { $range }: { $n }개
search-show-found = { $n }개 보기
search-more-of-shop = 이 가게 상품 더 보기 ({ $n })
search-meant-keyboard = 자판을 바꿔 읽은 말로 찾았어요:
search-nothing-so = 이 조건에 맞는 것이 없어요
search-try-without = ‘{ $what }’ 빼고 찾기
search-categories = 분류로 둘러보기
search-recent = 최근에 찾은 말
search-recent-one = 최근
search-recent-forget = ‘{ $q }’ 지우기
search-recent-forget-all = 모두 지우기
search-suggestions = 찾는 말 제안
search-suggestions-count = { $n ->
    [0] 제안이 없어요.
   *[other] 제안 { $n }개. 위아래 화살표로 고를 수 있어요.
}
search-tag = 해시태그
flash-search-forgotten = 최근에 찾은 말을 지웠어요.
