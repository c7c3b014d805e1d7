//! The real program as a separate process: started, stopped, killed.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use super::Client;

/// A server in its own process, killed on drop.
pub struct Program {
    process: Child,
    pub origin: String,
    /// The output until it said that it is open.
    pub greeting: String,
    /// The log lines so far.
    log: Arc<Mutex<Vec<String>>>,
}

/// Returns the program with a data folder and without the settings of this process.
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
        .env("STORYPLUS_RATE_LIMITS", "off")
        .stdin(Stdio::null());
    command
}

/// Returns the program started by another command, such as `unshare … storyplus`.
pub fn within(mut outer: Command, data: &Path) -> Command {
    outer.arg(env!("CARGO_BIN_EXE_storyplus"));
    with_environment(outer, data)
}

/// Runs a command that ends by itself and returns its output.
pub fn run(data: &Path, args: &[&str]) -> Output {
    storyplus(data).args(args).output().unwrap()
}

/// Runs a command that has to succeed, and returns its output.
#[track_caller]
pub fn succeed(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    let said = said(&output);
    assert!(output.status.success(), "{args:?}: {said}");
    said
}

/// Returns standard output and standard error.
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
        Self::start(storyplus(data), "serve", "is open at", settings)
    }

    /// Starts a server by another command, such as `unshare … storyplus`, to which `serve` is added.
    pub fn serve_within(outer: Command, data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start(within(outer, data), "serve", "is open at", settings)
    }

    /// Starts the demo of a data folder. Its greeting is complete when its last line has come.
    pub fn demo(data: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = storyplus(data);
        command.arg("--data-dir").arg(data);
        Self::start(command, "demo", "stop it with Ctrl-C", settings)
    }

    fn start(mut command: Command, name: &str, open: &str, settings: &[(&str, &str)]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let bind = listener.local_addr().unwrap();
        drop(listener);
        command.arg(name).env("STORYPLUS_BIND", bind.to_string());
        for (key, value) in settings {
            command.env(format!("STORYPLUS_{}", key.to_uppercase()), value);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut greeting = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        while !greeting.contains(open) {
            if out.read_line(&mut greeting).unwrap() == 0 {
                let output = process.wait_with_output().unwrap();
                panic!("the server did not start: {greeting}{}", said(&output));
            }
        }
        // The output is read on: the log must not fill its pipe, and a program that nobody reads would end.
        std::thread::spawn(move || out.lines().for_each(drop));
        let (stderr, log) = (process.stderr.take().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let lines = log.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                lines.lock().unwrap().push(line);
            }
        });
        Self {
            process,
            origin: format!("http://{bind}"),
            greeting,
            log,
        }
    }

    /// Returns the log lines so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    pub fn client(&self) -> Client {
        Client::to(&self.origin)
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Returns the root of the file system as the process sees it.
    pub fn root(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root", self.id()))
    }

    /// Sends SIGTERM, as a supervisor does.
    pub fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Sends SIGKILL: nothing of the program runs after it.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Waits for the end and returns true if it was a success.
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
