//! What the process holds in memory.

/// Resets the peak of the resident memory; what is resident now, in bytes. Linux only.
pub(crate) fn forget_peak() -> Option<usize> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    resident()
}

/// What is resident now, in bytes. Linux only.
pub(crate) fn resident() -> Option<usize> {
    status("VmRSS:")
}

/// The most that has been resident since.
pub(crate) fn peak() -> Option<usize> {
    status("VmHWM:")
}

fn status(key: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}
