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
