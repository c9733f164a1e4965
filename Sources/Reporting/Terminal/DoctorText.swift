public import Runs
import Text

/// What `assay doctor` says of a machine.
public enum DoctorText {
  public static func lines(_ report: MachineReport) -> [String] {
    let machine = report.environment
    var lines = [
      row(
        "machine",
        "\(machine.processor) · \(NumberFormat.count(machine.processorCount, "core"))"
          + " · \(NumberFormat.bytes(report.memoryBytes)) of memory"),
      row("system", machine.operatingSystem),
      row("versions", "assay \(machine.assayVersion) · Swift \(machine.swiftVersion)"),
      row("OpenBLAS", "core \(machine.blasCore) · \(machine.blasConfiguration)"),
    ]
    for rate in report.products {
      let threads = NumberFormat.count(rate.threadsInForce, "thread")
      lines.append(
        row(
          "products",
          "\(rate.precision), \(threads): "
            + "\(NumberFormat.number(rate.operationsPerSecond / 1e9)) GFLOP/s"))
    }
    lines.append(row("memory", "\(NumberFormat.number(report.readBytesPerSecond / 1e9)) GB/s read"))
    let sync = report.syncSeconds.map { "4 kB are safe after \(NumberFormat.duration($0))" }
    let free = report.freeBytes.map { "\(NumberFormat.bytes($0)) free" }
    lines.append(row("disk", [sync, free].compactMap { $0 }.joined(separator: " · ")))
    if !report.works.isEmpty { lines += ["", "At these rates at best:"] }
    lines += report.works.map {
      row("", "\($0.title): \(NumberFormat.duration(report.seconds($0)))")
    }
    lines.append("")
    let concerns = report.concerns.map(words)
    lines += concerns.isEmpty ? ["✓ nothing is amiss"] : concerns.map { "! \($0)" }
    return lines
  }

  private static func row(_ title: String, _ text: String) -> String {
    TextWidth.padded(title, to: Block.labelWidth) + text
  }

  private static func words(_ concern: MachineReport.Concern) -> String {
    switch concern {
    case .genericKernels(let core):
      "OpenBLAS does not know this processor and works with the kernels of \"\(core)\": products "
        + "run at a fraction of what it can do; OPENBLAS_CORETYPE names better ones"
    case .threadsRefused(let asked, let inForce):
      "OpenBLAS was asked for \(NumberFormat.count(asked, "thread")) and works with \(inForce)"
    case .threadsBringLittle(let threads, let gain):
      "\(threads) threads are \(NumberFormat.number(gain)) times as fast as one: others keep the "
        + "processors busy, or the machine has fewer than it says"
    case .slowDisk(let seconds):
      "a record is safe only after \(NumberFormat.duration(seconds)) a file: each run waits for that"
    case .cannotWrite:
      "the folder of the runs cannot be written; choose another with --runs DIR"
    case .littleSpace(let bytes):
      "only \(NumberFormat.bytes(bytes)) are free where runs are recorded"
    }
  }
}
