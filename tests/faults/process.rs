//! Processes of this machine: signals, memory, open files, ports. Linux tells all of it in `/proc`.

use std::{
    collections::HashSet,
    fs,
    net::{Ipv4Addr, SocketAddrV4, TcpListener},
    process::{self, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
};

/// Sends a signal like `STOP`. The process may be gone already.
pub fn signal(id: u32, name: &str) {
    // The shell's own `kill` is there even where the program is not installed.
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("kill -{name} {id}")]).stderr(Stdio::null());
    drop(shell.status());
}

/// A line of `/proc/…/status`.
pub fn status_of(id: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(line.trim().to_owned())
}

/// The memory that a process has, in MB.
pub fn resident(id: u32) -> u64 {
    let kilobytes = status_of(id, "VmRSS").and_then(|line| line.split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// The processes that this one has started.
pub fn children(id: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers
        .filter(|number| status_of(*number, "PPid").is_some_and(|parent| parent == id.to_string()))
        .collect()
}

/// Who is connected to a port of this machine, as long as a process holds its end: the kernel alone may still
/// be sending what was not taken.
pub fn held_at(port: u16) -> HashSet<SocketAddrV4> {
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    table.lines().skip(1).filter_map(|line| held_in(line, port)).collect()
}

/// `sl local remote state … uid timeout inode`, the addresses in hexadecimal.
fn held_in(line: &str, port: u16) -> Option<SocketAddrV4> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [local, remote, inode] = [1, 2, 9].map(|at| fields.get(at).copied().unwrap_or_default());
    let address = |text: &str| {
        let (host, port) = text.split_once(':')?;
        let host = u32::from_str_radix(host, 16).ok()?;
        let port = u16::from_str_radix(port, 16).ok()?;
        Some(SocketAddrV4::new(Ipv4Addr::from(host.to_ne_bytes()), port))
    };
    let is_held = address(local)?.port() == port && inode != "0";
    address(remote).filter(|remote| is_held && remote.port() != 0)
}

/// Lets this process have so many open files, if it may.
pub fn allow_files(count: u32) {
    let own = process::id().to_string();
    let mut command = Command::new("prlimit");
    let status = command.args(["--pid", &own, &format!("--nofile={count}:")]).status();
    assert!(status.is_ok_and(|status| status.success()), "{count} open files are needed: see `ulimit -Hn`");
}

/// A port that nobody listens at and that no outgoing connection gets.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(process::id() % 100).unwrap() * 100;
    loop {
        let port = 20_000 + own + NEXT.fetch_add(1, Ordering::SeqCst) % 2_000;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Whether this process may do what only root may.
pub fn is_root() -> bool {
    status_of(process::id(), "Uid").is_some_and(|line| line.split_whitespace().next() == Some("0"))
}
