//! Whose turn an import is: a few receive their files at once, and one is read at a time, so that uploads cannot fill the memory.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::serve::failure::Failure;

/// Most imports whose files are in memory, of all accounts together: those of the largest are four times 64 MB.
const MOST_RECEIVED: usize = 4;
/// How long files may take to come through.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// Seconds after which whoever found all turns taken is asked to come again.
const COME_AGAIN: u64 = 15;

/// The turns of a desk's imports.
#[derive(Debug)]
pub(crate) struct Turns {
    receiving: Arc<Semaphore>,
    reading: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns { receiving: Arc::new(Semaphore::new(MOST_RECEIVED)), reading: Arc::new(Semaphore::new(1)) }
    }
}

/// A turn: nobody else reads files until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _received: OwnedSemaphorePermit,
    _reading: OwnedSemaphorePermit,
}

impl Turns {
    /// Receives files and returns them once it is their turn to be read.
    ///
    /// # Errors
    /// Where as many imports are under way as may be, the files do not come through in five minutes, and what `receive` says.
    pub(crate) async fn receive<T>(
        &self,
        receive: impl Future<Output = Result<T, Failure>>,
    ) -> Result<(T, Turn), Failure> {
        let received =
            Arc::clone(&self.receiving).try_acquire_owned().map_err(|_| Failure::TooMany(COME_AGAIN))?;
        let sent = tokio::time::timeout(PATIENCE, receive).await.map_err(|_| {
            let minutes = PATIENCE.as_secs() / 60;
            Failure::Invalid(format!(
                "the files did not come through in {minutes} minutes; send fewer at once"
            ))
        })??;
        let reading = Arc::clone(&self.reading).acquire_owned().await.map_err(|_| Failure::Broken)?;
        Ok((sent, Turn { _received: received, _reading: reading }))
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn one_import_is_read_at_a_time_and_a_few_wait() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let turns = Arc::new(Turns::default());
            let (_, first) = turns.receive(ready(Ok(()))).await.expect("nobody is before it");
            let moment = Duration::from_millis(1);
            // The second waits for as long as the first is read.
            assert!(tokio::time::timeout(moment, turns.receive(ready(Ok(())))).await.is_err());
            let waiting: Vec<_> = (1..MOST_RECEIVED)
                .map(|_| {
                    let turns = Arc::clone(&turns);
                    tokio::spawn(async move { turns.receive(pending::<Result<(), Failure>>()).await.is_ok() })
                })
                .collect();
            tokio::task::yield_now().await;
            assert!(matches!(turns.receive(ready(Ok(()))).await, Err(Failure::TooMany(COME_AGAIN))));
            // Whoever goes away gives the turn back.
            for one in waiting {
                one.abort();
                let _ = one.await;
            }
            drop(first);
            assert!(turns.receive(ready(Ok(()))).await.is_ok());
        });
    }
}
