# 사진
photo-pick = 사진 고르기
photo-help = { $max }장까지, 한 장에 { $size }까지. JPEG · PNG · WebP · GIF
photo-list = 고른 사진
photo-move-up = { $n }번째 사진 앞으로
photo-move-down = { $n }번째 사진 뒤로
photo-remove = { $n }번째 사진 빼기
photo-remove-named = { $name } 빼기
photo-alt-label = 사진 설명
photo-alt-nth = { $n }번째 사진 설명
photo-alt-hint = 사진 설명: 보지 못하는 사람에게 읽어 줘요
photo-alt-plain = 사진 설명 쓰기 (고른 순서대로)
photo-over = { $n }자 줄여 주세요
photo-word-big = 사진이 너무 커요. { $size }보다 작은 사진을 골라 주세요.
photo-word-type = 사진이 아니에요. JPEG, PNG, WebP, GIF를 골라 주세요.
photo-word-fail = 보내지 못했어요. 쓴 글과 사진은 그대로 있어요. 다시 눌러 주세요.
