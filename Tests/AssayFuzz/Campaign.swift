import Foundation

/// The fuzzing of one target: workers one after the other, and what ended them.
struct Campaign {
  let target: FuzzTarget
  let options: FuzzOptions
  private(set) var findings: [String] = []
  private var (inputCount, acceptedCount) = (0, 0)

  /// Findings after which the target is left: most are the same.
  private static let findingLimit = 20

  init(target: FuzzTarget, options: FuzzOptions) {
    (self.target, self.options) = (target, options)
  }

  var summary: String {
    "\(target.name): \(inputCount) inputs, \(acceptedCount) accepted, \(findings.count) findings"
  }

  mutating func run() throws {
    let folder = URL(filePath: "\(options.folder)/\(target.name)").standardizedFileURL.path
    let end = ContinuousClock.now + .seconds(options.secondsForEach)
    while findings.count < Self.findingLimit {
      let left = (end - ContinuousClock.now) / .seconds(1)
      guard left > 0 else { break }
      try prepare(folder)
      let worker = try start(in: folder, seconds: left)
      worker.waitUntilExit()
      let progress = try? String(
        contentsOfFile: "\(folder)/\(Worker.progress)", encoding: .utf8)
      let counts = (progress ?? "").split(separator: " ").compactMap { Int($0) }
      if counts.count == 2 {
        inputCount += counts[0]
        acceptedCount += counts[1]
      }
      if worker.terminationReason == .exit, worker.terminationStatus == 0 { break }
      try keep(worker, from: folder)
      // The input that ended the worker.
      inputCount += 1
    }
  }

  /// An empty folder with the spec, the table and the labels that the seeds go with.
  private func prepare(_ folder: String) throws {
    let files = FileManager.default
    try? files.removeItem(atPath: folder)
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try files.copyItem(
      atPath: "\(options.seedFolder)/spec/tiny.yaml", toPath: "\(folder)/tiny.yaml")
    try files.copyItem(atPath: "\(options.seedFolder)/csv/tiny.csv", toPath: "\(folder)/tiny.csv")
    try files.copyItem(
      atPath: "\(options.seedFolder)/labels", toPath: "\(folder)/\(Workshop.labels)")
  }

  private func start(in folder: String, seconds: Double) throws -> Process {
    let worker = Process()
    worker.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    worker.currentDirectoryURL = URL(filePath: folder)
    let seeds = URL(filePath: options.seedFolder).standardizedFileURL.path
    worker.arguments = [
      "worker=\(target.name)", "seconds=\(seconds)", "seed=\(options.seed)", "first=\(inputCount)",
      "seeds=\(seeds)",
    ]
    let words = "\(folder)/words"
    try Data().write(to: URL(filePath: words))
    worker.standardError = try FileHandle(forWritingTo: URL(filePath: words))
    worker.standardOutput = FileHandle.nullDevice
    try worker.run()
    return worker
  }

  /// Keeps the input that ended a worker, and says how.
  private mutating func keep(_ worker: Process, from folder: String) throws {
    let isHang = worker.terminationReason == .uncaughtSignal && worker.terminationStatus == SIGALRM
    let kind = isHang ? "hang" : "crash"
    let found = "\(options.folder)/found"
    try FileManager.default.createDirectory(atPath: found, withIntermediateDirectories: true)
    let path = "\(found)/\(target.name)-\(options.seed)-\(inputCount).\(kind)"
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.copyItem(atPath: "\(folder)/\(Workshop.input)", toPath: path)
    let words = (try? Data(contentsOf: URL(filePath: "\(folder)/words"))) ?? Data()
    try words.write(to: URL(filePath: "\(path).words"))
    findings.append(path)
    print(
      isHang
        ? "\(target.name): an input takes more than \(target.secondsLimit) s: \(path)"
        : "\(target.name): an input ends the program (status \(worker.terminationStatus)): \(path)")
    for line in String(decoding: words.prefix(2000), as: UTF8.self).split(separator: "\n").prefix(3)
    {
      print("  \(line)")
    }
  }
}
