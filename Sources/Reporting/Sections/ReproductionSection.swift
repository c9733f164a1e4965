import Runs
import Schema
import Text

extension ReportSection {
  static let reproduction = ReportSection("Can I reproduce it?") { record in
    ReproductionSection(record: record).html
  }
}

/// The command, the digests of the data, the machine and every setting.
struct ReproductionSection {
  let record: RunRecord

  var html: HTML {
    """
    <pre class="command">\(record.commandLine)</pre>\(facts)\(files)\
    \(HTML.folded("The spec as written", "<pre>\(record.specification.text)</pre>"))\
    \(HTML.folded("Every setting and its origin", settings))\
    \(HTML.folded("The machine", environment))
    """
  }

  private var facts: HTML {
    let environment = record.environment
    var facts: [(String, String)] = []
    if let seed = record.setting(.seed) { facts.append(("seed", seed)) }
    if let commit = environment.commit {
      let dirty = environment.uncommittedFiles?.count ?? 0
      facts.append(
        (
          "commit",
          String(commit.prefix(12))
            + (dirty > 0 ? ", \(NumberFormat.count(dirty, "file")) not committed" : "")
        ))
    } else {
      facts.append(("commit", "none: not in a repository"))
    }
    facts.append(
      ("started", record.time.startedAt.replacing("T", with: " ").replacing("Z", with: " UTC")))
    if let count = record.resumptionCount {
      facts.append(("resumed", "after \(NumberFormat.count(count, "interruption"))"))
    }
    facts.append(("took", NumberFormat.duration(record.time.elapsedSeconds)))
    return .facts(facts)
  }

  private var files: HTML {
    guard let data = record.data, !data.files.isEmpty else { return "" }
    var table = HTMLTable(columns: [
      .text("file"), .number("rows"), .number("size"), .wide("SHA-256"),
    ])
    table.rows = data.files.map { file in
      [
        HTML.name(file.path), "\(NumberFormat.count(file.rowCount))",
        "<span class=\"nowrap\">\(NumberFormat.bytes(file.byteCount))</span>",
        "<span class=\"digest\">\(file.sha256)</span>",
      ]
    }
    return table.html
  }

  private var settings: HTML {
    var table = HTMLTable(columns: [.text("setting"), .wide("value"), .text("origin")])
    table.rows = record.specification.settings.map { setting in
      [
        "<span class=\"code\">\(setting.path.text)</span>", HTML.name(setting.value),
        setting.origin == .default
          ? "<span class=\"faint\">default</span>" : "<b>\(setting.origin.rawValue)</b>",
      ]
    }
    return table.html
  }

  private var environment: HTML {
    let environment = record.environment
    var facts: [(String, String)] = [
      ("Assay", environment.assayVersion), ("Swift", environment.swiftVersion),
      ("system", environment.operatingSystem), ("machine", environment.machine),
      ("processor", "\(environment.processor), \(environment.processorCount) cores"),
      ("BLAS", environment.blasConfiguration), ("BLAS core", environment.blasCore),
      ("BLAS threads", String(environment.blasThreads)),
    ]
    if let bits = environment.vectorBits { facts.append(("vectors", "\(bits) bits")) }
    if let uncommitted = environment.uncommittedFiles, !uncommitted.isEmpty {
      facts.append(("not committed", uncommitted.prefix(40).joined(separator: ", ")))
    }
    let items = facts.map { name, value -> HTML in "<dt>\(name)</dt><dd>\(value)</dd>" }
    return "<dl>\(items)</dl>"
  }
}
