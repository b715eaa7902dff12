//! A listener: who is let in, on what terms, and what serves them.

use std::{cell::RefCell, fmt, io, net::TcpListener, rc::Rc, sync::Arc, time::Duration};

use actix_http::{HttpService, KeepAlive, Request, Response, body::MessageBody, error::DispatchError};
use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt as _, apply_fn_factory, map_config,
};
use actix_web::{Error, dev::AppConfig, http::StatusCode, rt::net::TcpStream, web::Bytes};
use socket2::SockRef;
use tokio::time::Instant;

use super::{
    addresses::Addresses,
    closing,
    conduct::conduct,
    stream::Watched,
    watch::{Cut, Patience, Watch},
};

/// Connections that may wait to be accepted. The kernel takes the smaller of this and its own limit.
const BACKLOG: i32 = 4096;
/// What the library gathers before it writes. With the pieces of an answer it is what a client that reads nothing
/// costs, see `http::paced`.
const WRITE_BUFFER: usize = 8 * 1024;
/// What the kernel takes of an answer before the client takes it. More would let somebody who reads nothing look
/// like somebody who does.
const KERNEL_BUFFER: u32 = 16 * 1024;

/// What the service says and counts about those who never get to it.
pub trait Unreadable: Send + Sync {
    /// The whole text of the answer to something that is no request, told this long after it began.
    fn refuse(&self, status: StatusCode, after: Duration) -> Vec<u8>;
    /// A connection was cut.
    fn cut(&self, reason: &'static str);
}

/// The terms of one listener. A clone shares its counts.
#[derive(Clone)]
pub struct Door {
    patience: Patience,
    addresses: Option<Arc<Addresses>>,
    unreadable: Arc<dyn Unreadable>,
}

impl Door {
    /// A door for everybody.
    pub fn new(patience: Patience, unreadable: Arc<dyn Unreadable>) -> Self {
        Self { patience, addresses: None, unreadable }
    }

    /// A door that lets each address hold so many connections; 0 for as many as it likes.
    pub fn with_places(self, most: usize) -> Self {
        Self { addresses: (most > 0).then(|| Arc::new(Addresses::new(most))), ..self }
    }
}

/// Serves what `factory` makes on a listener.
pub fn listen<F, I, S, B>(
    builder: ServerBuilder,
    listener: TcpListener,
    door: Door,
    factory: F,
) -> io::Result<ServerBuilder>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Error> + 'static,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>> + 'static,
    S::Service: 'static,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
{
    SockRef::from(&listener).listen(BACKLOG)?;
    let stopping = builder.graceful_shutdown_signal();
    builder.listen("http", listener, move || service(door.clone(), stopping.clone(), factory()))
}

fn service<I, S, B>(
    door: Door,
    stopping: GracefulShutdownSignal,
    app: I,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()>
where
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Error> + 'static,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>> + 'static,
    S::Service: 'static,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
{
    // All waiting is ours, see `Watch`: the library times the first head of a connection only, and never a body.
    let keep_alive = if door.patience.keep_alive.is_zero() { KeepAlive::Disabled } else { KeepAlive::Os };
    let app = app.into_factory().map_err(|error| error.into().error_response());
    let http = HttpService::build()
        .keep_alive(keep_alive)
        .client_request_timeout(Duration::ZERO)
        .client_disconnect_timeout(Duration::ZERO)
        .h1_write_buffer_size(WRITE_BUFFER)
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
        .on_connect_ext(|stream: &Watched, data| {
            data.insert(stream.watch().clone());
        })
        .h1(map_config(app, |()| AppConfig::default()));
    apply_fn_factory(http, move |stream: TcpStream, http| {
        let door = door.clone();
        let peer = stream.peer_addr().ok();
        let place = door.addresses.as_ref().zip(peer).map(|(addresses, peer)| addresses.admit(peer.ip()));
        let accepted = match place {
            Some(None) => Err(stream),
            Some(Some(place)) => Ok((stream, Some(place))),
            None => Ok((stream, None)),
        };
        let accepted = accepted.map(|(stream, place)| {
            prepare(&stream, door.patience);
            let began = Instant::now();
            let unreadable = door.unreadable.clone();
            let refuse: Rc<dyn Fn(StatusCode) -> Bytes> =
                Rc::new(move |status| Bytes::from(unreadable.refuse(status, began.elapsed())));
            let watch = Rc::new(Watch::new(door.patience, began));
            let socket = Rc::new(RefCell::new(stream));
            let dispatch = http.call((Watched::new(socket.clone(), watch.clone(), refuse.clone()), peer));
            (dispatch, socket, watch, refuse, place)
        });
        async move {
            match accepted {
                Err(stream) => {
                    door.unreadable.cut("address");
                    closing::cut(stream);
                }
                Ok((dispatch, socket, watch, refuse, place)) => {
                    let cut = conduct(dispatch, socket, &watch, door.patience, refuse.as_ref()).await;
                    drop(place);
                    if let Some(reason) = cut.and_then(name) {
                        door.unreadable.cut(reason);
                    }
                }
            }
            Ok(())
        }
    })
}

/// Why a client was cut, for the counts. To be done is no reason.
fn name(cut: Cut) -> Option<&'static str> {
    match cut {
        Cut::Silent => Some("silent"),
        Cut::SlowHead => Some("slow-head"),
        Cut::SlowReader => Some("slow-reader"),
        Cut::Idle => None,
    }
}

/// A socket that cannot be set so is served all the same: the watch does not depend on it.
fn prepare(stream: &TcpStream, patience: Patience) {
    let socket = SockRef::from(stream);
    // An answer goes out in pieces, and the last must not wait until the one before it is acknowledged.
    let _ = socket.set_tcp_nodelay(true);
    #[cfg(target_os = "linux")]
    {
        let _ = socket.set_tcp_notsent_lowat(KERNEL_BUFFER);
        // What is left in the kernel when we are done with a connection does not stay longer than this.
        let _ = socket.set_tcp_user_timeout(Some(patience.answer.pause));
    }
}
