//! What every check at the door needs from the server.

use actix_web::{HttpRequest, web::Data};

use super::directory::Directory;
use crate::{problem::Error, state::App};

/// The application and its directory.
pub(super) fn parts(request: &HttpRequest) -> Result<(Data<App>, Data<Directory>), Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let directory = request.app_data::<Data<Directory>>().cloned();
    app.zip(directory).ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))
}
