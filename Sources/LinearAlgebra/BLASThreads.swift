internal import COpenBLAS

/// The OpenBLAS of this machine and the number of its threads.
public enum BLASThreads {
  /// The name of the kernels that OpenBLAS chose for this processor, such as "Cooperlake".
  public static var coreName: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// The library's version and build options.
  public static var configuration: String {
    openblas_get_config().map { String(cString: $0) } ?? "unknown"
  }

  /// The number of threads that OpenBLAS uses now, read back from it.
  public static var count: Int { Int(openblas_get_num_threads()) }

  /// Calls `body` while OpenBLAS uses the calling thread alone: its other threads, once woken, spin for
  /// a while on the processors where worker threads run.
  public static func alone<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = count
    blas_use_threads(1)
    defer { blas_use_threads(Int32(before)) }
    return try body()
  }

  /// Ends the threads that OpenBLAS started with the program, until a product needs them.
  ///
  /// Threads without work spin for some 30 ms, on processors that others could use: a run of 70 ms
  /// takes a quarter less time without them.
  public static func endIdleThreads() { _ = blas_thread_shutdown_() }

  /// Asks for `count` threads and returns the number in force afterwards.
  ///
  /// Called once, at the start of the program: results depend on it bit for bit.
  public static func setCount(_ count: Int) -> Int {
    if 1...max(1, Int(blas_prepared_threads())) ~= count {
      blas_use_threads(Int32(count))
    } else {
      openblas_set_num_threads(Int32(clamping: count))
    }
    return self.count
  }
}
