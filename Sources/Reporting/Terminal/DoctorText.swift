public import Runs
import Schema
import Text

/// The text of `assay doctor`.
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
          "\(rate.precision.rawValue), \(threads): "
            + "\(NumberFormat.number(rate.operationsPerSecond / 1e9)) GFLOP/s"))
    }
    lines.append(row("memory", "\(NumberFormat.number(report.readBytesPerSecond / 1e9)) GB/s read"))
    let sync = report.syncSeconds.map { "4 kB synced in \(NumberFormat.duration($0))" }
    let free = report.freeBytes.map { "\(NumberFormat.bytes($0)) free" }
    lines.append(row("disk", [sync, free].compactMap { $0 }.joined(separator: " · ")))
    if !report.works.isEmpty { lines += ["", "Least time at these rates:"] }
    lines += report.works.map {
      row("", "\($0.title): \(NumberFormat.duration(report.seconds($0)))")
    }
    lines.append("")
    let concerns = report.concerns.map(message)
    lines += concerns.isEmpty ? ["✓ no problems found"] : concerns.map { "! \($0)" }
    return lines
  }

  private static func row(_ title: String, _ text: String) -> String {
    TextWidth.padded(title, to: Block.labelWidth) + text
  }

  private static func message(_ concern: MachineReport.Concern) -> String {
    switch concern {
    case .genericKernels(let core):
      "OpenBLAS does not recognize this processor and uses the kernels of \"\(core)\": products run "
        + "at a fraction of its speed; set OPENBLAS_CORETYPE to choose better ones"
    case .threadsRefused(let asked, let inForce):
      "OpenBLAS was asked for \(NumberFormat.count(asked, "thread")) and uses \(inForce)"
    case .threadsBringLittle(let threads, let gain):
      "\(threads) threads are \(NumberFormat.number(gain)) times as fast as one: other "
        + "processes use the processors, or the machine has fewer than it reports"
    case .slowDisk(let seconds):
      "writing a file to disk takes \(NumberFormat.duration(seconds)); each run waits for it"
    case .cannotWrite:
      "the runs folder cannot be written; choose another with --runs DIR"
    case .littleSpace(let bytes):
      "only \(NumberFormat.bytes(bytes)) are free in the runs folder"
    }
  }
}
