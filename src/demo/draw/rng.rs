//! The demo's small random number generator. The same seed gives the same world on every machine.

/// SplitMix64, chosen because it is ten lines long, has no bad seeds and never
/// changes with a dependency.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u32) -> Self {
        let mut rng = Rng(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        rng.draw();
        rng
    }
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn bits16(&mut self) -> u16 {
        u16::try_from(self.draw() >> 48).unwrap_or(0)
    }
    /// Returns a number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f32 {
        f32::from(self.bits16()) / 65_536.0
    }
    pub fn range(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }
    /// Returns a number around 0, at most `by` away.
    pub fn jit(&mut self, by: f32) -> f32 {
        self.range(-by, by)
    }
    /// Returns a number from 0 up to but not including `n`, or 0 for an empty range.
    pub fn below(&mut self, n: usize) -> usize {
        usize::from(self.bits16()).checked_rem(n).unwrap_or(0)
    }
    /// Returns a number from 0 up to but not including `n`, for ranges wider than 65,536.
    pub fn below_u64(&mut self, n: u64) -> u64 {
        (self.draw() >> 8).checked_rem(n).unwrap_or(0)
    }
    pub fn chance(&mut self, p: f32) -> bool {
        self.unit() < p
    }
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let i = self.below(from.len());
        from.get(i)
    }
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i + 1);
            list.swap(i, j);
        }
    }
}
