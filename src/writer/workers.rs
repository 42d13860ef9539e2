//! The same work on many things at once, and its results in the order of the things.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// More threads than this wait for the one that hands the articles over.
const MOST_THREADS: usize = 8;

/// As many threads as the machine runs at once, within reason.
pub(super) fn default_threads() -> usize {
    thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS)
}

/// Works on all items, each with one of the workers, and takes each result as soon as those before
/// it are taken. With one worker nothing leaves this thread. After an error of `take` the rest is
/// left undone.
pub(super) fn in_order<'t, T, W, R, E>(
    items: &'t [T],
    workers: &mut [W],
    work: impl Fn(&mut W, &'t T) -> R + Sync,
    mut take: impl FnMut(&'t T, R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Sync,
    W: Send,
    R: Send,
{
    let next = AtomicUsize::new(0);
    let next_item = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        items.get(at).map(|item| (at, item))
    };
    let most = workers.len().min(items.len());
    let [first, others @ ..] = workers else {
        return Ok(());
    };
    if most > 1 {
        let (next_item, work) = (&next_item, &work);
        let finish = |worker: &mut W, results: &mpsc::Sender<(usize, R)>| {
            while let Some((at, item)) = next_item() {
                if results.send((at, work(worker, item))).is_err() {
                    break;
                }
            }
        };
        let finish = &finish;
        thread::scope(|scope| {
            let (sender, results) = mpsc::channel();
            for worker in std::iter::once(&mut *first).chain(others).take(most) {
                let sender = sender.clone();
                let spawned = thread::Builder::new()
                    .name("clippings".to_owned())
                    .spawn_scoped(scope, move || finish(worker, &sender));
                // Those that did start do all of it.
                if spawned.is_err() {
                    break;
                }
            }
            drop(sender);
            let mut early = BTreeMap::new();
            for (due, item) in items.iter().enumerate() {
                let result = loop {
                    if let Some(result) = early.remove(&due) {
                        break Some(result);
                    }
                    match results.recv() {
                        Ok((at, result)) => early.insert(at, result),
                        Err(_) => break None,
                    };
                };
                let Some(result) = result else {
                    break;
                };
                take(item, result)?;
            }
            Ok(())
        })?;
    }
    // All of it, unless threads did it.
    while let Some((_, item)) = next_item() {
        take(item, work(first, item))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_from_any_number_of_workers() {
        let items: Vec<u64> = (0..500).collect();
        let squares: Vec<u64> = items.iter().map(|item| item * item).collect();
        for threads in 0..5 {
            let mut workers = vec![0_u64; threads];
            let mut taken = Vec::new();
            let work = |done: &mut u64, item: &u64| {
                *done += 1;
                if item.is_multiple_of(7) {
                    thread::yield_now();
                }
                item * item
            };
            let result: Result<(), ()> = in_order(&items, &mut workers, work, |_, square| {
                taken.push(square);
                Ok(())
            });
            result.unwrap();
            let expected: &[u64] = if threads == 0 { &[] } else { &squares };
            assert_eq!(taken, expected, "{threads}");
            assert_eq!(workers.iter().sum::<u64>(), expected.len() as u64);
        }
    }

    #[test]
    fn an_error_ends_it() {
        let items: Vec<u64> = (0..500).collect();
        for threads in 1..4 {
            let mut workers = vec![(); threads];
            let mut taken = 0;
            let result = in_order(
                &items,
                &mut workers,
                |(), item| *item,
                |_, item| {
                    taken += 1;
                    if item == 3 { Err("enough") } else { Ok(()) }
                },
            );
            assert_eq!((result, taken), (Err("enough"), 4), "{threads}");
        }
    }
}
