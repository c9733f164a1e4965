import Glibc

/// The state of the process that commands rely on, set before the first of them.
enum StandardStreams {
  /// A file that has grown to its limit is a failure of writing, not the end of the program; and a
  /// standard stream that is closed stays so: no file that is opened later takes its number.
  ///
  /// A reader that has gone away (`assay runs | head -1`) ends the program, as it ends any filter.
  static func prepare() {
    signal(SIGXFSZ, SIG_IGN)
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the closed one's; reading only, so that results are not lost unseen.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
