### 스토리: 카드, 스토리 페이지, 쓰기, 느낌과 댓글.

## 카드
story-of = { $name }의 스토리
story-menu = { $name }의 스토리 메뉴
story-address = 이 스토리의 주소
story-felt = 명이 느낌을 남겼어요
story-comments = 댓글 { $n }
story-shares = 공유 { $n }
story-feel-choose = 느낌 다섯 가지에서 고르기
story-up-help = 친구들 소식에 이 스토리를 올려요
story-lifted = { $name }님이 UP했어요
story-share = 내 스토리로 공유
story-share-help = 한마디를 덧붙일 수 있어요
story-quote-gone = 지금은 볼 수 없는 스토리예요.
story-products = 이 스토리의 상품
story-tags = 사진 속 상품
story-tags-word = 상품
story-photos-word = 사진
story-photos-more = 장 더 보기
story-photo-alt = { $name }의 스토리 사진 { $n }
story-back = 스토리로 가기

## 사진 보기
story-photo-title = 사진 { $n }/{ $of }, { $name }의 스토리
story-photo-menu = 사진 메뉴
story-photo-previous = 앞 사진
story-photo-next = 다음 사진

## 댓글
comments-older = 이전 댓글 보기
comments-newest = 최근 댓글 보기
comments-none = 첫 댓글을 남겨 보세요.
comment-menu = { $name }의 댓글 메뉴
comment-label = 댓글
comment-placeholder = 댓글 쓰기
comment-send = 보내기
comment-sending = 보내는 중…
comment-login = 로그인하고 댓글 쓰기
comment-empty = 댓글을 입력해 주세요.
flash-comment = 댓글을 남겼어요.
flash-comment-deleted = 댓글을 삭제했어요.

## 쓰기
compose-title = 스토리 쓰기
compose-share-title = 스토리 공유하기
compose-edit-title = 스토리 수정하기
compose-as = { $name }{ JOSA($name, "으로/로") } 올려요
compose-body = 이야기
compose-ask = 오늘 어떤 하루였나요?
compose-ask-shop = 무엇이 새로 나왔나요?
compose-share-ask = 한마디 덧붙여 보세요.
compose-products = 상품
compose-products-legend = 이 스토리의 상품
compose-products-limit = 20개까지
compose-products-filter = 상품 이름으로 거르기
compose-products-odd = 내 가게에서 지금 보이는 상품만 고를 수 있어요.
compose-tags = 사진에 상품 놓기
compose-tags-help = 몇 번째 사진의 어디에 있는지 적으면 그 자리에 점과 가격이 보여요. 가로와 세로는 왼쪽 위에서부터 몇 퍼센트인지예요.
compose-tags-place = 고른 상품의 자리 정하기
compose-tag-photo = 사진 번호
compose-tag-x = 가로 %
compose-tag-y = 세로 %
compose-tag-pick = 사진에서 고르기
compose-tag-tap = { $title }: 사진 { $n }에서 상품이 있는 곳을 눌러 주세요.
compose-tag-done = 다 골랐어요
compose-tag-clear = 빼기
compose-tag-no-photo = { $title }: 몇 번째 사진인지 적어 주세요.
compose-tag-no-photos = { $title }: 사진이 없어서 놓을 자리가 없어요. 사진을 올리거나 자리를 비워 주세요.
compose-tag-photo-odd = { $title }: 사진 번호는 1부터 { $n }까지로 적어 주세요.
compose-tag-where = { $title }: 가로와 세로를 0부터 100까지의 숫자로 적어 주세요. 소수점 아래는 두 자리까지예요.
compose-shop-public = 가게의 스토리는 누구나 볼 수 있어요.
compose-sending = 올리는 중…
visibility-name = 공개 범위
visibility-short-public = 전체
visibility-short-friends = 친구
visibility-short-only_me = 나만
form-wrong-title = 오류: { $title }

## 삭제
story-delete-title = 이 스토리를 삭제할까요?
story-delete-what = 사진과 느낌, 댓글도 함께 사라져요.
story-deleting = 삭제하는 중…
story-keep = 그대로 두기

## 할 수 없는 일
story-denied-role = 분석가는 보기만 할 수 있어요. 글쓰기는 가게 주인에게 부탁해 주세요.
story-denied-change = 이 스토리를 올린 계정으로 활동할 때만 바꿀 수 있어요.
comment-denied-delete = 내 댓글과 내 스토리에 달린 댓글만 삭제할 수 있어요.
story-share-public-only = 전체 공개 스토리만 공유할 수 있어요.
story-up-public-only = UP은 전체 공개 스토리에만 할 수 있어요.
story-up-person = UP은 내 계정으로 활동할 때 할 수 있어요.
story-feeling-choice = 느낌 다섯 가지 가운데 하나를 골라 주세요.
story-up-choice = UP을 하거나 그만두는 것만 할 수 있어요.
