import Findings
import Runs
import Text

extension ReportSection {
  static let trust = ReportSection("Can I trust this run?") { record in
    record.gate.map { TrustSection(gate: $0).html }
  }
}

/// The findings of the gate.
struct TrustSection {
  let gate: GateReport

  var html: HTML {
    let urgent =
      gate.stops
      + gate.checks.filter {
        $0.verdict == .warning
      }
    let waived = gate.checks.filter { $0.verdict == .waived }
    return """
      <p>\(summary)</p>\(list(of: urgent))\
      \(gate.diagnosis.map { DiagnosisSection(diagnosis: $0).html } ?? "")\
      \(gate.diagnosis?.repair == nil ? OverfitCurve(in: gate)?.html ?? "" : "")\
      \(list(of: waived))\(HTML.folded("\(gate.checks.count == 1 ? "The check" : "All \(gate.checks.count) checks")", table))
      """
  }

  private var summary: String {
    func count(_ verdict: CheckResult.Verdict) -> Int {
      gate.checks.count { $0.verdict == verdict }
    }
    let parts: [(CheckResult.Verdict, String)] = [
      (.passed, "passed"), (.stop, "stopped the run"), (.warning, "warned"), (.note, "noted"),
      (.waived, "waived"), (.notApplicable, "not applicable"),
    ]
    let counts = parts.compactMap { verdict, word -> String? in
      count(verdict) == 0 ? nil : "\(count(verdict)) \(word)"
    }
    return "\(NumberFormat.count(gate.checks.count, "check")) in "
      + "\(NumberFormat.duration(gate.elapsedSeconds)): \(counts.joined(separator: ", "))."
  }

  private func list(of checks: [CheckResult]) -> HTML {
    guard !checks.isEmpty else { return "" }
    let items = checks.map { check -> HTML in
      // A tried repair says more than likely causes.
      let causes =
        check.causes.isEmpty
          || gate.diagnosis?.repair != nil && !gate.otherStops.contains(check)
        ? "" as HTML
        : "<small>Likely: \(check.causes.prefix(3).joined(separator: "; ")).</small>"
      let remedy: HTML = check.remedy.map { "<small>→ \(Verdict.asSentence($0))</small>" } ?? ""
      return """
        <li>\(HTML.mark(check.verdict.tone))<div><b>\(check.message)</b> \
        <span class="code">\(check.code.rawValue)</span>\(causes)\(remedy)\(evidence(of: check))</div></li>
        """
    }
    return "<ul class=\"findings\">\(items)</ul>"
  }

  private func evidence(of check: CheckResult) -> HTML {
    guard !check.evidence.isEmpty else { return "" }
    let shown = check.evidence.prefix(12).map { item -> HTML in
      "<dt>\(item.title)</dt><dd>\(HTML.name(item.text))</dd>"
    }
    return HTML.folded("Evidence", "<dl>\(Array(shown))</dl>")
  }

  private var table: HTML {
    var table = HTMLTable(columns: [
      .text("code"), .text("check"), .text("verdict"), .wide("finding"), .number("time"),
    ])
    table.rows = gate.checks.map { check in
      [
        "<span class=\"code\">\(check.code.rawValue)</span>", "\(check.title)",
        "<span class=\"nowrap\">\(HTML.mark(check.verdict.tone)) \(check.verdict.word)</span>",
        "\(check.message)", "\(NumberFormat.duration(check.elapsedSeconds))",
      ]
    }
    return table.html
  }
}
