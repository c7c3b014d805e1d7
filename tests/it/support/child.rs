//! The real program as a process of its own: started, told to stop, killed.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::Client;

/// A server in its own process; killed when it is dropped.
pub struct Program {
    process: Child,
    pub origin: String,
}

/// The program with a data folder and nothing of this process's settings.
pub fn storyplus(data: &Path) -> Command {
    with_environment(Command::new(env!("CARGO_BIN_EXE_storyplus")), data)
}

fn with_environment(mut command: Command, data: &Path) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("STORYPLUS_") {
            command.env_remove(name);
        }
    }
    command
        .current_dir(data.parent().unwrap())
        .env("STORYPLUS_DATA_DIR", data)
        .stdin(Stdio::null());
    command
}

/// A command that ends by itself: what it printed.
pub fn run(data: &Path, args: &[&str]) -> Output {
    storyplus(data).args(args).output().unwrap()
}

/// The same, and it has to succeed.
#[track_caller]
pub fn succeed(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    let said = said(&output);
    assert!(output.status.success(), "{args:?}: {said}");
    said
}

/// Both outputs.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

impl Program {
    /// Starts a server on a free port and waits until it says that it is open.
    pub fn serve(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::serve_by(storyplus(data), settings)
    }

    /// The same by another command line, as `unshare … storyplus`; `serve` is added.
    pub fn serve_within(mut outer: Command, data: &Path, settings: &[(&str, &str)]) -> Self {
        outer.arg(env!("CARGO_BIN_EXE_storyplus"));
        Self::serve_by(with_environment(outer, data), settings)
    }

    fn serve_by(mut command: Command, settings: &[(&str, &str)]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let bind = listener.local_addr().unwrap();
        drop(listener);
        command.arg("serve").env("STORYPLUS_BIND", bind.to_string());
        for (key, value) in settings {
            command.env(format!("STORYPLUS_{}", key.to_uppercase()), value);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if !line.contains("is open at") {
            let output = process.wait_with_output().unwrap();
            panic!("the server did not start: {}", said(&output));
        }
        // Read on, so that the log never fills its pipe.
        let log = process.stderr.take().unwrap();
        std::thread::spawn(move || BufReader::new(log).lines().for_each(drop));
        Self {
            process,
            origin: format!("http://{bind}"),
        }
    }

    pub fn client(&self) -> Client {
        Client::to(&self.origin)
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The file system as the process sees it.
    pub fn root(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root", self.id()))
    }

    /// SIGTERM, as a supervisor sends it.
    pub fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// SIGKILL: nothing of the program runs after it.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Waits for the end; whether it was a success.
    pub fn ended(mut self) -> bool {
        self.process.wait().unwrap().success()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
