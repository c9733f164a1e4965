public import Schema

/// What a machine offers to training, as `assay doctor` measured it.
public struct MachineReport: Sendable, Hashable, Codable {
  public var environment: EnvironmentRecord
  public var memoryBytes: Int
  /// Dense products of 1,024 × 1,024 matrices, for one thread and for all.
  public var products: [ProductRate]
  /// Bytes a second that two large vectors are read at.
  public var readBytesPerSecond: Double
  /// Seconds until 4 kB are safely on the disk of the runs; nil where nothing can be written.
  public var syncSeconds: Double?
  /// Bytes free on that disk.
  public var freeBytes: Int?
  /// The estimates that follow from these rates.
  public var works: [Work]

  /// A training as its operations and the bytes it must read.
  public struct Work: Sendable, Hashable, Codable {
    /// "least squares, 200,000 × 100".
    public var title: String
    /// Of its matrix products.
    public var operations: Double
    /// Theirs.
    public var precision: Precision
    public var bytesRead: Double

    public init(title: String, operations: Double, precision: Precision, bytesRead: Double) {
      self.title = title
      self.operations = operations
      self.precision = precision
      self.bytesRead = bytesRead
    }
  }

  /// Floating-point operations a second.
  public struct ProductRate: Sendable, Hashable, Codable {
    public var precision: Precision
    public var threadsAskedFor: Int
    /// What OpenBLAS said when asked afterwards.
    public var threadsInForce: Int
    public var operationsPerSecond: Double

    public init(
      precision: Precision, threadsAskedFor: Int, threadsInForce: Int, operationsPerSecond: Double
    ) {
      self.precision = precision
      self.threadsAskedFor = threadsAskedFor
      self.threadsInForce = threadsInForce
      self.operationsPerSecond = operationsPerSecond
    }
  }

  public init(
    environment: EnvironmentRecord, memoryBytes: Int, products: [ProductRate],
    readBytesPerSecond: Double, syncSeconds: Double?, freeBytes: Int?, works: [Work] = []
  ) {
    self.environment = environment
    self.memoryBytes = memoryBytes
    self.products = products
    self.readBytesPerSecond = readBytesPerSecond
    self.syncSeconds = syncSeconds
    self.freeBytes = freeBytes
    self.works = works
  }
}

extension MachineReport {
  /// The fastest products of a precision, operations a second.
  public func bestRate(_ precision: Precision) -> Double {
    products.filter { $0.precision == precision }.map(\.operationsPerSecond).max() ?? 0
  }

  /// What a work takes at best: its products and then its reading, at this machine's rates.
  public func seconds(_ work: Work) -> Double {
    work.operations / max(1, bestRate(work.precision))
      + work.bytesRead / max(1, readBytesPerSecond)
  }

  /// What is not as it should be.
  public var concerns: [Concern] {
    var found = [Concern]()
    let core = environment.blasCore
    if Self.genericCores.contains(core.lowercased()) { found.append(.genericKernels(core)) }
    found += products.filter { $0.threadsAskedFor != $0.threadsInForce }.prefix(1).map {
      .threadsRefused(asked: $0.threadsAskedFor, inForce: $0.threadsInForce)
    }
    let byThreads = products.filter { $0.precision == .float }
    if let one = byThreads.first(where: { $0.threadsAskedFor == 1 }),
      let all = byThreads.first(where: { $0.threadsAskedFor > 1 })
    {
      let gain = all.operationsPerSecond / max(1, one.operationsPerSecond)
      if gain < Self.leastGain {
        found.append(.threadsBringLittle(threads: all.threadsAskedFor, gain: gain))
      }
    }
    if let syncSeconds, syncSeconds > Self.slowSync { found.append(.slowDisk(syncSeconds)) }
    if syncSeconds == nil { found.append(.cannotWrite) }
    if let freeBytes, freeBytes < Self.littleSpace { found.append(.littleSpace(freeBytes)) }
    return found
  }

  public enum Concern: Sendable, Hashable {
    case genericKernels(String)
    case threadsRefused(asked: Int, inForce: Int)
    case threadsBringLittle(threads: Int, gain: Double)
    case slowDisk(Double)
    case cannotWrite
    case littleSpace(Int)
  }

  /// Cores OpenBLAS falls back to when it does not know the processor: none has wide vectors.
  private static let genericCores: Set<String> = [
    "generic", "unknown", "prescott", "core2", "nehalem", "armv8",
  ]
  private static let leastGain = 1.3
  private static let slowSync = 0.02
  private static let littleSpace = 1_000_000_000
}
