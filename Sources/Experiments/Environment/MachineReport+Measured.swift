import FoundationEssentials
import Glibc
import LinearAlgebra
public import Runs
import Schema
import Text

extension MachineReport {
  /// Measures this machine for about a second; leaves the threads as they were.
  ///
  /// - Parameter folder: Where runs are recorded; the nearest folder above that exists is measured.
  public static func measured(folder: String) -> MachineReport {
    let threadCount = BLASThreads.count
    let all = ProcessInfo.processInfo.activeProcessorCount
    var products = [ProductRate]()
    for count in all > 1 ? [1, all] : [1] {
      let inForce = BLASThreads.setCount(count)
      func rate<Scalar: BLASScalar>(_ precision: Precision, _ type: Scalar.Type) -> ProductRate {
        ProductRate(
          precision: precision, threadsAskedFor: count, threadsInForce: inForce,
          operationsPerSecond: MachineRates.products(
            m: 1024, n: 1024, k: 1024, as: type, seconds: 0.15))
      }
      products += [rate(.float, Float.self), rate(.double, Double.self)]
    }
    let bandwidth = MachineRates.reading()
    _ = BLASThreads.setCount(threadCount)
    let place = existingFolder(folder)
    return MachineReport(
      environment: .current(), memoryBytes: Int(ProcessInfo.processInfo.physicalMemory),
      products: products, readBytesPerSecond: bandwidth, syncSeconds: syncSeconds(in: place),
      freeBytes: freeBytes(in: place), works: .examples)
  }

  private static func existingFolder(_ folder: String) -> String {
    var path = folder
    while !path.isEmpty, !FileManager.default.fileExists(atPath: path) {
      path = PathName(path).folder
    }
    return path.isEmpty ? "." : path
  }

  /// The median of five writes; nil where a file cannot be made.
  private static func syncSeconds(in folder: String) -> Double? {
    let path = folder + "/.assay-doctor-\(ProcessInfo.processInfo.processIdentifier)"
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { return nil }
    defer {
      close(file)
      unlink(path)
    }
    let bytes = [UInt8](repeating: 0x20, count: 4096)
    var found = [Double]()
    for _ in 0..<5 {
      let start = ContinuousClock.now
      guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { return nil }
      found.append((ContinuousClock.now - start).seconds)
    }
    return found.sorted()[2]
  }

  private static func freeBytes(in folder: String) -> Int? {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return nil }
    return Int(facts.f_frsize) * Int(facts.f_bavail)
  }
}
