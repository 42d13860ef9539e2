//! Random numbers that are the same on every machine and in every version.

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Less than `bound`, which is not 0. The bias of the remainder does not matter for a corpus.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        usize::try_from(self.next() % bound).expect("less than a size is a size")
    }

    /// From `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these, all alike.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        items
            .get(self.below(items.len()))
            .expect("there is something to pick from")
    }
}

/// Ranks by Zipf's law as Mandelbrot wrote it: rank r comes as often as 1 / (r + 2.7) does
/// (Mandelbrot, "An informational theory of the statistical structure of language", 1953).
#[derive(Debug, Clone)]
pub(crate) struct Zipf {
    /// Of every rank the sum of all weights up to it, scaled to 2^53.
    sums: Vec<u64>,
}

impl Zipf {
    pub(crate) fn new(ranks: usize) -> Self {
        // 2^53 / (r + 2.7) in whole numbers, so that no machine rounds differently.
        let weight = |rank: u64| (1_u64 << 53) / (10 * rank + 37) / 4;
        let sums = (0..ranks as u64).scan(0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        Self {
            sums: sums.collect(),
        }
    }

    /// A rank, from 0.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let total = self.sums.last().copied().unwrap_or(1);
        let drawn = random.next() % total;
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}
