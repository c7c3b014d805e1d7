### 어디서나 쓰는 말. 해요체, 짧게, 탓하지 않게. 한국어를 먼저 쓰고 영어를 맞춰요.

## 뼈대와 길잡이
nav-skip = 본문으로 건너뛰기
nav-main = 주 메뉴
nav-menu = 메뉴
nav-home = 홈
nav-search = 검색
nav-write = 글쓰기
nav-shops = 가게
nav-me = 내 페이지
nav-discover = 둘러보기
nav-notifications = 알림
nav-friends = 친구
nav-wishes = 찜
nav-settings = 설정
nav-studio = 가게 관리
nav-moderation = 신고 처리
nav-admin = 사이트 관리
nav-login = 로그인
nav-signup = 가입하기
nav-logout = 로그아웃
nav-contact = 운영자에게 묻기
nav-language = 언어
acting-as = { $name }{ JOSA($name, "으로/로") } 활동 중
act-as = { $name }{ JOSA($name, "으로/로") } 활동하기
post-as = { $name }{ JOSA($name, "으로/로") } 올리기
shop-badge = 가게

## 단추
button-post = 올리기
button-save = 저장
button-edit = 수정
button-delete = 삭제
button-cancel = 취소
button-close = 닫기
button-back = 뒤로
button-next = 다음
button-previous = 이전
button-more = 더 보기
button-less = 접기
button-retry = 다시 시도
button-undo = 되돌리기
button-add = 추가
button-remove = 빼기
button-move-earlier = 앞으로 옮기기
button-move-later = 뒤로 옮기기
button-search = 검색
button-clear = 지우기
button-apply = 적용
button-copy-link = 주소 복사
button-follow = 소식받기
button-following = 소식받는 중
button-unfollow = 소식 그만 받기
button-friend-request = 친구 신청
button-friend-accept = 수락
button-friend-decline = 거절
button-friend-withdraw = 신청 취소
button-friend-remove = 친구 끊기
button-block = 차단
button-unblock = 차단 해제
button-report = 신고
button-share = 공유
button-comment = 댓글
button-feeling = 느낌
button-up = UP
button-wish = 찜하기
button-wished = 찜했어요

## 누가 보나요
visibility-label = 누가 볼 수 있나요
visibility-public = 전체 공개
visibility-friends = 친구 공개
visibility-only_me = 나만 보기
visibility-public-help = 누구나 볼 수 있고 검색에도 나와요.
visibility-friends-help = 내 친구만 볼 수 있어요.
visibility-only_me-help = 나만 볼 수 있어요.

## 느낌
feeling-like = 좋아요
feeling-cool = 멋져요
feeling-happy = 기뻐요
feeling-sad = 슬퍼요
feeling-cheer_up = 힘내요

## 때
time-now = 방금
time-minutes-ago = { $n }분 전
time-hours-ago = { $n }시간 전
time-yesterday = 어제
time-day = { $month }월 { $day }일
time-date = { $year }년 { $day }
time-at = { $date } { $time }
time-am = 오전 { $clock }
time-pm = 오후 { $clock }
time-edited = 수정됨
time-edited-at = { $time }에 수정했어요
wait-seconds = { $n }초
wait-minutes = { $n }분

## 세기
count-photos = 사진 { $n }장
count-stories = 스토리 { $n }개
count-products = 상품 { $n }개
count-comments = 댓글 { $n }개
count-feelings = 느낌 { $n }개
count-friends = 친구 { $n }명
count-followers = 소식받는 사람 { $n }명
count-new-stories = 새 스토리 { $n }개
count-results = 찾은 결과 { $n }개
count-notifications = 새 알림 { $n }개

## 미리 알려 주는 한도
limit-counter = { $max }자 가운데 { $used }자
limit-text = { $max }자까지 쓸 수 있어요.
limit-photos = 사진은 { $max }장까지 올릴 수 있어요.
limit-photo-file = 한 장에 { $size }까지, JPEG · PNG · WebP · GIF 사진을 올릴 수 있어요.
limit-alt = 사진을 볼 수 없는 분에게 읽어 드릴 설명이에요. { $max }자까지 쓸 수 있어요.
limit-handle = 한글, 영어 소문자, 숫자, 밑줄(_), 점(.)으로 { $min }~{ $max }자
limit-password = { $min }자에서 { $max }자까지
limit-friends = 친구는 { $max }명까지 맺을 수 있어요.
limit-shops = 가게는 { $max }개까지 열 수 있어요.

## 양식의 잘못
form-summary = { $n }군데를 고쳐 주세요.
form-kept = 쓰던 내용은 그대로 있어요.
form-optional = 선택
form-required = { $field }{ JOSA($field, "을/를") } 입력해 주세요.
form-too-long = { $field }{ JOSA($field, "은/는") } { $max }자까지 쓸 수 있어요. 지금은 { $count }자예요.
form-too-short = { $field }{ JOSA($field, "은/는") } { $min }자보다 길게 써 주세요.
form-too-many = { $field }{ JOSA($field, "은/는") } { $max }개까지 넣을 수 있어요.
form-choice = { $field }{ JOSA($field, "을/를") } 목록에서 골라 주세요.
form-number = { $field }{ JOSA($field, "은/는") } 숫자로 적어 주세요.
form-range = { $field }{ JOSA($field, "은/는") } { $min }에서 { $max } 사이로 적어 주세요.
form-price = { $field }{ JOSA($field, "을/를") } 원 단위 숫자로 적어 주세요. 예: 12000
form-date = { $field }{ JOSA($field, "을/를") } 날짜로 적어 주세요. 예: 2026-03-02
form-link = { $field }{ JOSA($field, "은/는") } http:// 또는 https://로 시작하는 주소로 적어 주세요.
form-email = 이메일 주소를 확인해 주세요. 예: name@example.com
form-password-short = 비밀번호는 { $min }자 이상으로 정해 주세요.
form-password-long = 비밀번호는 { $max }자까지 쓸 수 있어요.
form-password-common = 널리 알려진 비밀번호예요. 다른 것으로 정해 주세요.
form-empty-story = 글을 쓰거나 사진을 한 장 이상 넣어 주세요.
form-changed-elsewhere = 그사이 다른 곳에서 바뀌었어요. 지금 내용을 확인하고 다시 저장해 주세요.

## 사용자 이름
handle-label = 사용자 이름
handle-too-short = 사용자 이름은 { $min }자 이상으로 정해 주세요.
handle-too-long = 사용자 이름은 { $max }자까지 쓸 수 있어요.
handle-character = ‘{ $character }’{ JOSA($character, "은/는") } 쓸 수 없어요. 한글, 영어 소문자, 숫자, 밑줄(_), 점(.)만 쓸 수 있어요.
handle-dots = 점(.)은 처음이나 끝에, 또는 두 번 이어서 쓸 수 없어요.
handle-no-letter = 글자나 숫자를 넣어 주세요.
handle-reserved = 사이트에서 쓰는 이름이에요. 다른 이름을 골라 주세요.
handle-taken = 이미 있거나, 이미 있는 이름과 헷갈리기 쉬워요. 다른 이름을 골라 주세요.

## 사진의 잘못 ($name은 파일 이름)
photo-error-too-large = { $name }: 사진이 너무 커요. { $size }보다 작은 사진을 골라 주세요.
photo-error-too-many-pixels = { $name }: 사진이 너무 커요. { $pixels } 화소보다 작은 사진을 골라 주세요.
photo-error-too-wide = { $name }: 사진이 너무 길어요. 가로와 세로가 { $max }픽셀보다 작은 사진을 골라 주세요.
photo-error-memory = { $name }: 지금은 이 사진을 다룰 메모리가 모자라요. 잠시 뒤 다시 올리거나, 더 작게 저장한 사진을 골라 주세요.
photo-error-format = { $name }: 올릴 수 없는 형식이에요. JPEG, PNG, WebP, GIF 사진을 골라 주세요.
photo-error-kind = { $name }: { $kind } 사진은 올릴 수 없어요. JPEG, PNG, WebP, GIF로 바꿔서 다시 골라 주세요.
photo-error-gone = 전에 올린 사진 { $n }장이 사라졌어요. 다시 골라 주세요.
photo-error-broken = { $name }: 사진을 열 수 없어요. 파일이 온전한지 확인하고 다시 골라 주세요.
photo-error-empty = { $name }: 파일이 비어 있어요. 다른 사진을 골라 주세요.
photo-error-cut = { $name }: 올리는 도중에 끊겼어요. 다시 골라 주세요.
photo-error-busy = { $name }: 지금 사진을 올리는 분이 많아요. 잠시 뒤 다시 올려 주세요.
photo-error-storage = { $name }: 지금은 사진을 저장할 수 없어요. 잠시 뒤 다시 올려 주세요.
photo-error-too-many = 사진은 { $max }장까지 올릴 수 있어요. 나머지는 빼 두었어요.
photo-pick-again = 브라우저는 고른 사진을 기억하지 못해요. 사진을 다시 골라 주세요.

## 오류 페이지
error-id = 문의할 때 알려 주세요: { $id }
error-home = 홈으로 가기
error-400-title = 알아볼 수 없어요
error-400-text = 보낸 내용을 알아볼 수 없어요. 앞 페이지에서 다시 시도해 주세요.
error-401-title = 로그인이 필요해요
error-401-text = 로그인하면 할 수 있어요.
error-409-title = 지금은 할 수 없어요
error-wait-seconds = { $seconds }초
error-403-title = 할 수 없는 일이에요
error-403-text = 이 계정으로는 할 수 없어요. 다른 계정으로 활동 중인지 확인해 주세요.
error-404-title = 찾을 수 없어요
error-404-text = 지워졌거나, 볼 수 없거나, 처음부터 없던 페이지예요.
error-405-title = 이렇게는 열 수 없어요
error-405-text = 주소는 맞지만 이 방법으로는 열 수 없어요.
error-408-title = 시간이 너무 오래 걸렸어요
error-408-text = 연결이 느린 것 같아요. 다시 시도해 주세요.
error-413-title = 너무 커서 받을 수 없어요
error-413-text = 사진 수를 줄이거나 더 작은 파일로 다시 시도해 주세요.
error-422-title = 다시 확인해 주세요
error-422-text = 보낸 내용을 알아볼 수 없어요. 앞 페이지에서 다시 시도해 주세요.
error-429-title = 잠시만 쉬어 가요
error-429-text = 짧은 시간에 요청이 많았어요. { $wait } 뒤에 다시 시도해 주세요.
error-500-title = 문제가 생겼어요
error-500-text = 저희 쪽 문제예요. 기록해 두었으니 잠시 뒤 다시 시도해 주세요.
error-503-title = 지금은 바빠요
error-503-text = 잠시 뒤 다시 시도해 주세요.
error-507-title = 저장할 자리가 없어요
error-507-text = 지금은 새로 저장할 수 없어요. 읽는 것은 그대로 할 수 있어요.
error-origin = 다른 사이트에서 보낸 요청이라 받지 않았어요. 이 사이트에서 다시 시도해 주세요.
error-sign-in = 로그인하면 할 수 있어요.

## 알림줄과 빈 곳
flash-saved = 저장했어요.
flash-posted = 올렸어요.
flash-deleted = 삭제했어요.
flash-undone = 되돌렸어요.
list-end = 여기까지예요.
list-empty = 아직 아무것도 없어요.
confirm-delete-title = 삭제할까요?
confirm-delete-text = 삭제하면 되돌릴 수 없어요.
nav-search-label = 스토리, 상품, 가게 찾기
nav-notifications-count = 알림, 새 알림 { $n }개
nav-acting = 활동 중인 계정
nav-acting-as = { $name }{ JOSA($name, "으로/로") } 활동 중
nav-act-as-self = 내 계정으로 돌아가기
nav-act-as = 활동할 계정 고르기
nav-me-short = 나
nav-rail = 둘러보기
nav-tagline = 사진으로 만나는 동네
script-offline = 연결되지 않았어요. 잠시 뒤에 다시 눌러 주세요.
list-more = 이어서 보기
list-more-label = 이어 보기
form-over = {"{"}n{"}"}자 줄여 주세요
