# 상품과 찜

## 상품 양식
product-new-title = 상품 올리기
product-edit-title = 상품 고치기
product-of-shop = { $name }의 상품이에요
product-section-words = 이름과 값
product-section-state = 상태와 분류
product-title = 상품 이름
product-price = 가격
product-sale-price = 할인 가격
product-won = 원
product-description = 설명
product-description-help = 크기, 재료, 보내는 날처럼 사기 전에 궁금한 것을 써 주세요.
product-availability = 재고
product-condition = 상품 상태
product-category = 종류
product-category-none = 고르지 않음
product-brand = 브랜드
product-sku = 상품 번호
product-sku-help = 가게에서 쓰는 번호예요. 상품마다 달라야 하고, 비워 두어도 돼요.
product-link = 사러 갈 주소
product-link-help = 살 수 있는 페이지가 따로 있으면 적어 주세요.
product-cancel = 그만두기
product-save = 고친 내용 저장
product-post = { $name }에 상품 올리기
product-busy = 올리는 중…
product-price-negative = { $field }{ JOSA($field, "은/는") } 0원보다 낮을 수 없어요.
product-price-fraction = { $field }{ JOSA($field, "은/는") } 소수점 없이 원 단위로 적어 주세요. 예: 12000
product-price-too-high = { $field }{ JOSA($field, "은/는") } { $max }까지 적을 수 있어요.
product-sale-not-lower = 할인 가격은 가격보다 낮아야 해요.
product-sku-taken = ‘{ $title }’ 상품이 이미 쓰고 있는 번호예요. 다른 번호로 적어 주세요.
flash-product-created = 상품을 올렸어요.

## 재고와 상태
availability-in_stock = 판매 중
availability-out_of_stock = 품절
availability-preorder = 예약 받음
availability-backorder = 다시 들어올 예정
condition-new = 새 상품
condition-refurbished = 손본 상품
condition-used = 중고

## 종류
product-kind-food = 먹거리
product-kind-bakery = 빵·과자
product-kind-drinks = 차·음료
product-kind-farm = 농산물
product-kind-clothes = 옷
product-kind-bags = 가방·신발
product-kind-jewelry = 장신구
product-kind-beauty = 화장품
product-kind-living = 그릇·살림
product-kind-furniture = 가구
product-kind-flowers = 꽃·식물
product-kind-kids = 아이용품
product-kind-pets = 반려동물
product-kind-books = 책·문구
product-kind-crafts = 공예·취미
product-kind-digital = 전자기기
product-kind-sports = 운동·자전거
product-kind-other = 그 밖에

## 상품 페이지
product-photos = 상품 사진
product-photo-show = 사진 { $n } 보기
product-cut = 할인
product-before = 원래 가격
product-can-buy = 살 수 있어요
product-buy = 사러 가기
product-wish-label = { $title } 찜하기
product-shop-followers = 소식 받는 사람 { $n }명
product-stories = 이 상품이 나온 스토리
product-more = 이 가게의 다른 상품
product-report = 이 상품 신고하기
list-all = 모두 보기

## 판매자 정보
seller-title = 판매자 정보
seller-legal-name = 상호
seller-representative = 대표자
seller-address = 주소
seller-phone = 연락처
seller-business-number = 사업자등록번호
seller-mail-order-number = 통신판매업 신고번호

## 가게의 상품
catalog-of-shop = { $name }의 상품
catalog-shop-tabs = 가게 페이지
catalog-tab-news = 소식
catalog-tab-products = 상품
catalog-tab-about = 가게 정보
catalog-filter = 상품 골라 보기
catalog-sort = 정렬
catalog-show = 보기
catalog-all = 모두 { $n }
catalog-empty = 아직 상품이 없어요
catalog-none-found = 조건에 맞는 상품이 없어요
catalog-show-all = 모든 상품 보기
filter-in-stock = 살 수 있는 것만
filter-on-sale = 할인
sort-newest = 새로 나온 순
sort-price-asc = 낮은 가격 순
sort-price-desc = 높은 가격 순

## 찜
wishes-title = 찜한 상품
wishes-all = 모두
wishes-show-all = 찜한 상품 모두 보기
wishes-empty = 아직 찜한 상품이 없어요
wishes-empty-help = 마음에 드는 상품의 하트를 누르면 여기에 모여요.
wish-as-person = 찜은 개인 계정으로 할 수 있어요. 내 계정으로 바꾸고 다시 눌러 주세요.

## 가게 관리
studio-catalog-title = 상품 관리
studio-list = 상품 목록
studio-see = 손님에게 보이는 페이지
studio-filter = 상품 거르기
studio-search = 이름이나 상품 번호
studio-state = 상태
studio-state-all = 모든 상태
studio-narrow = 거르기
studio-caption = 팔고 있는 상품 { $n }개
studio-changed = 고친 때
studio-acts = 할 일
studio-why = 까닭 보기
studio-menu-of = { $title } 메뉴
studio-story-with = 이 상품으로 스토리 쓰기
studio-empty = 아직 상품이 없어요
studio-empty-help = 이름과 가격만 있으면 올릴 수 있어요.
product-state-deleted = 삭제함
product-state-removed = 조치로 내려감
product-deleted = ‘{ $title }’{ JOSA($title, "을/를") } 삭제했어요.
catalog-act-first = 이 가게의 운영진이지만 지금은 다른 계정으로 활동 중이에요. 가게로 바꾸고 다시 열어 주세요.
catalog-act-first-link = 활동할 계정 바꾸기
catalog-not-your-role = 상품은 편집자부터 고칠 수 있어요. 가게 주인에게 역할을 바꿔 달라고 해 주세요.
product-not-yours = 이 상품을 올린 가게의 운영진만 고칠 수 있어요.
product-removed = 운영 원칙에 따라 내려간 상품이라 고치거나 지울 수 없어요.
product-gone-removed = 조치로 내려간 상품이에요
product-gone-removed-help = 운영 원칙에 따라 내려가서 지금은 아무에게도 보이지 않아요. 까닭은 알림에서 볼 수 있어요.
product-gone-deleted = 삭제한 상품이에요
product-gone-deleted-help = 되돌리면 사진과 찜까지 그대로 다시 나타나요.
product-delete-title = 상품 삭제
product-delete-question = ‘{ $title }’{ JOSA($title, "을/를") } 삭제할까요?
product-delete-hidden = 상품 페이지와 스토리, 검색에서 더는 보이지 않아요.
product-delete-wishes = 찜한 { $n }명의 목록에서도 사라져요.
product-delete-undo = 상품 관리의 ‘삭제함’에서 언제든 되돌릴 수 있어요.
product-keep = 그대로 두기
