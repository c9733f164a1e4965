import Runs

/// The frame around every report: head, style, footer.
struct Page {
  let title: String
  let body: HTML
  let record: RunRecord?

  var html: HTML {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">\
    <meta name="viewport" content="width=device-width, initial-scale=1">\
    <meta name="color-scheme" content="light dark">\
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'">\
    <title>\(title)</title><style>\(HTML(stringLiteral: Stylesheet.text))</style></head>
    <body><main>\(body)<footer>\(footer)</footer></main></body></html>

    """
  }

  private var footer: String {
    let version = record.map { " \($0.environment.assayVersion)" } ?? ""
    return "Written by Assay\(version) from record.json. This file needs no network."
  }
}
