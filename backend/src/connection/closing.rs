//! How a connection ends. A socket that is closed while the other side still sends is reset, and the answer that
//! was on its way is lost; one that is closed while the other side reads nothing stays in the kernel with all
//! that it holds. So the end is said, what still comes is thrown away for a while, and then nothing is left.

use std::{io, net::Shutdown, time::Duration};

use actix_web::rt::net::TcpStream;
use socket2::SockRef;
use tokio::time::{Instant, timeout_at};

use super::pace::{Flow, Pace};

/// Whoever sends more than this may read the answer before it has sent everything.
const RATE: u32 = 64 * 1024;
/// After this it has had the time.
const MOST: Duration = Duration::from_secs(10);

/// Says that nothing follows, and waits until the other side has closed too, which means that it has everything.
/// A side that is silent for `patience` is cut.
pub async fn close(stream: TcpStream, patience: Duration) {
    if SockRef::from(&stream).shutdown(Shutdown::Write).is_err() {
        return;
    }
    let began = Instant::now();
    let pace = Pace { pause: patience, grace: patience, rate: RATE };
    let mut flow = Flow::begin(began);
    loop {
        let deadline = flow.deadline(pace).min(began + MOST.max(patience));
        match timeout_at(deadline, stream.readable()).await {
            Err(_) => return cut(stream),
            Ok(Err(_)) => return,
            Ok(Ok(())) => match discard(&stream) {
                Ok(0) => return,
                Ok(bytes) => flow.moved(bytes, Instant::now()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            },
        }
    }
}

/// Ends it at once. What is not sent yet is forgotten by the kernel too, and the other side learns of it.
pub fn cut(stream: TcpStream) {
    let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
    drop(stream);
}

fn discard(stream: &TcpStream) -> io::Result<usize> {
    let mut scrap = [0; 8192];
    stream.try_read(&mut scrap)
}
