//! The one writer: a thread that owns the database and does what others ask, in order.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::mpsc;

use super::database::Database;
use super::error::StoreError;
use super::secrets::Secret;

type Work = Box<dyn FnOnce(&mut Database) + Send>;

/// A handle to the store thread; the thread ends when the last handle is gone.
#[derive(Clone)]
pub struct Store {
    work: mpsc::Sender<Work>,
}

impl Store {
    /// Opens the database in the folder on its own thread and reports whether it can be used.
    /// Until then, and for ever if it cannot, work is taken but not done.
    pub fn start(
        folder: &Path,
        key_file: &Path,
        point_secret_file: &Path,
        opened: impl FnOnce(Result<(), StoreError>) + Send + 'static,
    ) -> Self {
        let (work, queue) = mpsc::channel::<Work>();
        let (folder, key_file) = (folder.to_path_buf(), key_file.to_path_buf());
        let point_secret_file = point_secret_file.to_path_buf();
        std::thread::Builder::new()
            .name("store".into())
            .spawn(move || match open(&folder, &key_file, &point_secret_file) {
                Ok(mut database) => {
                    opened(Ok(()));
                    for work in queue {
                        work(&mut database);
                    }
                }
                Err(error) => opened(Err(error)),
            })
            .expect("the system can start one more thread");
        Self { work }
    }

    /// Does `work` on the store thread and hands its result to `then` there.
    pub fn ask<T>(
        &self,
        work: impl FnOnce(&mut Database) -> T + Send + 'static,
        then: impl FnOnce(T) + Send + 'static,
    ) {
        // a closed channel means that the database could not be opened, which has been reported
        let _ = self.work.send(Box::new(move |database| then(work(database))));
    }
}

/// First paint does not wait for this: it runs beside, and no case starts before it has passed.
fn open(folder: &Path, key_file: &Path, point_secret_file: &Path) -> Result<Database, StoreError> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let file = folder.join("jiujin.db");
    for secret in [key_file, point_secret_file] {
        if file.exists() && !secret.exists() {
            return Err(StoreError::KeyLost { path: secret.to_path_buf() });
        }
    }
    let key = Secret::load_or_create(key_file)?;
    let mut database = Database::open(&file, &key, Secret::load_or_create(point_secret_file)?)?;
    database.quick_check()?;
    database.rebuild_deliveries()?;
    Ok(database)
}
