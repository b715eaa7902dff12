//! How many files and connections this process may have open. Knows the operating system, and nothing of ours.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is open beside the connections of clients: those to the database, files, what the runtime and the log need.
const BESIDE: u64 = 200;

/// Makes room for so many connections. Shells and service managers start a process with 1,024 open files and let
/// it have more if it asks; at that number nobody else could connect, long before our own limit of connections.
/// Gives the number of connections that there is room for if they are fewer.
pub fn make_room(connections: usize) -> Result<(), u64> {
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(BESIDE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let is_enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= wanted);
    if is_enough(current) {
        return Ok(());
    }
    let raised = maximum.map_or(wanted, |maximum| wanted.min(maximum));
    let outcome = setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum });
    let has = if outcome.is_ok() { Some(raised) } else { current };
    if is_enough(has) { Ok(()) } else { Err(has.unwrap_or_default().saturating_sub(BESIDE)) }
}
