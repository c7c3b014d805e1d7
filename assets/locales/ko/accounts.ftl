### 가입, 로그인, 프로필, 가게, 활동할 계정

## 들어오고 나가기
signup-title = 가입하기
signup-lead = 친구와 동네 가게의 소식을 볼 수 있어요
signup-name-help = 친구가 알아볼 이름이에요. 언제든 바꿀 수 있어요.
signup-or = 이미 계정이 있나요?
signup-email-unusable = 이 이메일로는 가입할 수 없어요. 다른 이메일을 쓰거나, 가입한 적이 있다면 로그인해 주세요.
login-title = 로그인
login-lead = 다시 만나서 반가워요
login-or = 처음 오셨나요?
login-wrong = 이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요.
login-wait = 여러 번 맞지 않아서 잠시 쉬어 가요. { $seconds }초 뒤에 다시 시도해 주세요.
password-wrong = 지금 비밀번호가 맞지 않아요.
login-suspended = 이용이 멈춘 계정이에요. 궁금한 점은 운영자에게 물어봐 주세요.
flash-signed-up = 가입했어요. 반가워요.
flash-logged-out = 로그아웃했어요.

## 칸 이름
field-email = 이메일
field-password = 비밀번호
field-handle = 사용자 이름
field-display_name = 이름
field-shop-name = 가게 이름
field-bio = 소개
field-category = 무엇을 파나요?
handle-invisible = 보이지 않는 글자
limit-over = { "{n}" }자 줄여 주세요

## 가게 열기
shop-new-title = 가게 열기
shop-new-lead = 이름과 주소만 정하면 바로 열 수 있어요. 나머지는 나중에 채워도 돼요. 가게는 { $max }개까지 열 수 있고, 지금 { $n }개가 있어요.
shop-new-public = 가게는 누구나 볼 수 있어요.
shop-new-details = 상품을 팔려면 상호와 대표자, 연락처 같은 판매자 정보가 필요해요. 연 다음에 적을 수 있어요.
shop-new-busy = 여는 중…
shop-bio-help = 처음 온 사람이 읽어요. 무엇을, 어디서, 어떻게 파는지 써 주세요.
shops-full = 가게는 { $max }개까지 열 수 있어요. 이미 다 열었어요.
shops-full-help = 내 가게 보기
flash-shop-opened = 가게를 열었어요.
category-dessert = 디저트
category-rice_cake = 떡
category-cafe = 카페
category-food = 먹거리
category-farm = 농산물
category-clothes = 옷
category-flowers = 꽃
category-pottery = 도자기
category-books = 책
category-leather = 가죽
category-craft = 공예
category-living = 생활
category-beauty = 뷰티
category-pets = 반려동물
category-repair = 수리
category-other = 그 밖

## 활동할 계정
act-as-title = 활동할 계정
act-as-lead = 글과 댓글이 고른 계정의 이름으로 올라가요.
act-as-personal = 개인 계정
act-as-current = 지금 활동 중
role-owner = 주인
role-manager = 매니저
role-editor = 편집자
role-analyst = 분석가
flash-acting-changed = 활동할 계정을 바꿨어요.

## 설정
settings-title = 설정
settings-profile = 프로필
settings-profile-text = 이름과 소개, 사용자 이름
settings-account = 로그인과 비밀번호
settings-account-text = 비밀번호 바꾸기, 로그인한 기기
settings-language = 언어와 화면
settings-language-text = 한국어, English, 밝게와 어둡게
settings-saving = 저장하는 중…
settings-email = 로그인 이메일: { $email }
handle-renames = 한글, 영어 소문자, 숫자, 밑줄(_), 점(.)으로 { $min }~{ $max }자. 바꾸면 예전 주소는 쓸 수 없어요. { $n }번 더 바꿀 수 있어요.
renames-full = 사용자 이름은 { $max }번까지 바꿀 수 있어요. 이미 다 바꿨어요.
password-title = 비밀번호 바꾸기
password-help = { $min }자에서 { $max }자까지. 바꾸면 다른 기기에서는 모두 로그아웃돼요.
field-current_password = 지금 비밀번호
field-new-password = 새 비밀번호
flash-password-changed = 비밀번호를 바꿨어요. 다른 기기에서는 로그아웃했어요.
devices-title = 로그인한 기기
devices-end-others = 다른 기기 모두 로그아웃
device-current = 지금 이 기기
device-last-seen = 마지막으로 쓴 때
device-unknown = 알 수 없는 기기
flash-sessions-ended = 다른 기기를 로그아웃했어요.
field-locale = 언어
field-theme = 밝기
theme-auto = 기기에 맞추기
theme-auto-text = 낮에는 밝게, 밤에는 어둡게
theme-light = 밝게
theme-dark = 어둡게

## 가게 관리
studio-role = 이 가게에서 맡은 일로는 할 수 없어요. 가게 주인에게 물어봐 주세요.
studio-today = 오늘
studio-catalog = 상품
studio-profile = 가게 프로필
studio-details = 판매자 정보
studio-details-text = 상품을 파는 가게는 이 정보를 보여 줘야 해요. 가게 페이지 아래에 나와요.
studio-activity = 활동 기록
studio-activity-text = 가게 이름으로 한 일을 누가 했는지 남겨요.
studio-write = 스토리 쓰기
studio-numbers = 숫자
studio-followers = 소식 받는 사람
studio-stories = 스토리
studio-products = 상품
studio-todo = 할 일
studio-todo-details = 판매자 정보를 적어 주세요
studio-todo-photo = 가게 사진을 올려 주세요
studio-todo-product = 첫 상품을 올려 주세요
studio-todo-story = 첫 스토리를 써 주세요
studio-home = 가게 보기
studio-add-product = 상품 올리기
field-legal_name = 상호
field-representative = 대표자
field-address = 주소
field-phone = 연락처
field-business_number = 사업자등록번호
field-mail_order_number = 통신판매업 신고번호
field-opening_hours = 영업시간
business-number-help = 숫자 10자리. 예: 123-45-67890
mail-order-help = 예: 제2026-서울마포-0123호
opening-hours-help = 예: 화~일 11:00~20:00, 월요일 쉬어요
form-business-number = 사업자등록번호는 숫자 10자리로 적어 주세요. 예: 123-45-67890
activity-when = 때
activity-what = 무엇을 했나
activity-who = 누가
activity-operator = 운영자
act-shop-open = 가게 열기
act-shop-rename = 사용자 이름 바꾸기
act-shop-profile = 프로필 고치기
act-shop-details = 판매자 정보 고치기
act-product-create = 상품 올리기
act-product-edit = 상품 고치기
act-product-delete = 상품 지우기
act-product-restore = 상품 되돌리기
act-story-publish = 스토리 올리기
act-story-edit = 스토리 고치기
act-story-delete = 스토리 지우기
act-story-restore = 스토리 되돌리기
act-comment-publish = 댓글 쓰기
act-comment-delete = 댓글 지우기

## 사진
settings-photos = 사진
settings-photos-text = 프로필 사진과 커버
faces-title = 프로필 사진과 커버
faces-avatar = 프로필 사진
faces-cover = 커버 사진
faces-change = 사진 바꾸기
act-shop-photos = 사진 바꾸기
