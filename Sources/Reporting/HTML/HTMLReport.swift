public import Runs

/// One offline HTML file for a run, or for several: no network, no scripts.
public enum HTMLReport {
  /// The report of one run, with the sections that the run reached.
  public static func render(_ record: RunRecord) -> String {
    Page(title: title(of: record), body: body(of: record), record: record).html.markup
  }

  private static func title(of record: RunRecord) -> String {
    "\(record.experiment): \(Verdict(of: record).sentence)"
  }

  private static func body(of record: RunRecord) -> HTML {
    let sections = reportSections.compactMap { section -> HTML? in
      guard let body = section.body(record), !body.isEmpty else { return nil }
      return "<section><h2>\(section.question)</h2>\(body)</section>"
    }
    return VerdictHeader(record: record).html + HTML(sections)
  }
}
