internal import COpenBLAS

/// What OpenBLAS is on this machine, and how many threads it may use.
public enum BLASThreads {
  /// The kernels OpenBLAS chose for this processor, such as "Cooperlake".
  public static var coreName: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// The library's version and build options.
  public static var configuration: String {
    openblas_get_config().map { String(cString: $0) } ?? "unknown"
  }

  /// How many threads OpenBLAS uses now, read back from it.
  public static var count: Int { Int(openblas_get_num_threads()) }

  /// Calls `body` while OpenBLAS keeps to the calling thread: its own threads, once woken, look for
  /// work for a while, on the processors where others work.
  public static func alone<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = count
    blas_use_threads(1)
    defer { blas_use_threads(Int32(before)) }
    return try body()
  }

  /// Ends OpenBLAS's own threads, which it starts with the program, until a product needs them:
  /// without work they look for it for some 30 ms, on processors that others could use.
  public static func sendAway() { _ = blas_thread_shutdown_() }

  /// Asks for `count` threads and gives the number in force afterwards.
  ///
  /// Called once, at the start of the program: results depend on it bit for bit.
  public static func setCount(_ count: Int) -> Int {
    // Room for more has to be made; as many, or fewer, need none started that were sent away.
    if 1...max(1, Int(blas_prepared_threads())) ~= count {
      blas_use_threads(Int32(count))
    } else {
      openblas_set_num_threads(Int32(count))
    }
    return self.count
  }
}
