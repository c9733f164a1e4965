import FoundationEssentials
import Glibc

/// Other programs, run for what they write.
enum Subprocess {
  /// What a program writes to its standard output; nil when it cannot be run or fails.
  ///
  /// - Parameter environment: Variables that it gets beside those of this process.
  static func output(of words: [String], environment: [String: String] = [:]) -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let child = spawn(words, environment, output: ends[1])
    close(ends[1])
    guard let child else { return nil }
    let output = bytes(from: ends[0])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status == 0 ? String(decoding: output, as: UTF8.self) : nil
  }

  /// All bytes until the end of the stream.
  private static func bytes(from descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }

  /// Starts the program of the path, with nothing to read and its complaints thrown away.
  private static func spawn(
    _ words: [String], _ environment: [String: String], output: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    guard let program = words.first, posix_spawn_file_actions_init(&actions) == 0 else {
      return nil
    }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .map { "\($0)=\($1)" }
    return withPointers(words) { arguments in
      withPointers(variables) { variables in
        var child: pid_t = 0
        return posix_spawnp(&child, program, &actions, nil, arguments, variables) == 0
          ? child : nil
      }
    }
  }

  /// Calls `body` with a list of texts as C knows it, ended by nil.
  private static func withPointers<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { fatalError("a list of texts has no end") }
      return body(first)
    }
  }
}
