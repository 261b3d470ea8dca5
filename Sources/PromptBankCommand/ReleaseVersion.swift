/// The version of the command, of what it reads and of what it writes.
let releaseVersion = "0.1.0"
