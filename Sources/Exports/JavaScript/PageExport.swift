import Datasets
import Inference
import Learning
import Schema
import Text

/// A model as one HTML page that works offline: a form of the columns, the prediction and, of a linear
/// model, what each column adds.
public struct PageExport: Sendable {
  let model: ExportedModel
  private let module: JavaScriptExport

  /// **Errors** `ExportError` when the page would predict another thing than the model
  public init(_ model: ExportedModel) throws(ExportError) {
    self.model = model
    module = try JavaScriptExport(model)
  }

  /// The page's bytes.
  public func bytes(version: String) throws -> [UInt8] {
    // "</script>" in a name would end the script.
    let script = try "\(module.module(version: version))\n\(PageSource.script)"
      .replacing("</", with: "<\\/").replacing("<!--", with: "<\\!--")
    let title = Self.escaped("Predict “\(model.schema.target)”")
    let origin = Self.escaped(TerminalText.safe(model.origin))
    let kind = Self.escaped(model.bundle.pipeline.model.kind)
    let ranges = model.ranges.mapValues { [$0.least, $0.greatest] }
    return Array(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(PageSource.style)
      </style>
      </head>
      <body>
      <header><h1>\(title)</h1><p>\(kind) of \(origin). Everything is computed on this page; nothing is
      sent anywhere.</p></header>
      <main>
      <form id="cells" autocomplete="off"></form>
      <section id="result" aria-live="polite"></section>
      </main>
      <script type="module">
      const ranges = \(try JSON.text(of: ranges).replacing("</", with: "<\\/"));
      \(script)
      </script>
      </body>
      </html>

      """.utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// The parts of the page that do not depend on the model.
enum PageSource {
  static let style = """
    :root { color-scheme: light dark; --line: #8884; --accent: #2563c9; --other: #b4552d; }
    @media (prefers-color-scheme: dark) { :root { --accent: #7fb0ff; --other: #f0a07a; } }
    body { font: 16px/1.45 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
    header p { margin: .2rem 0 1rem; opacity: .75; }
    main { display: grid; grid-template-columns: 3fr 2fr; gap: 1.5rem; }
    @media (max-width: 44rem) { main { grid-template-columns: 1fr; } #result { order: -1; } }
    form { display: grid; align-content: start; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .6rem; }
    form p { grid-column: 1 / -1; margin: 0; opacity: .75; }
    label { display: block; font-size: .85rem; overflow-wrap: anywhere; }
    label small { opacity: .7; }
    input, select { width: 100%; box-sizing: border-box; font: inherit; padding: .25rem .4rem; }
    #result { position: sticky; top: 1rem; align-self: start; }
    #prediction { font-size: 1.6rem; font-weight: 600; margin: 0 0 .6rem; overflow-wrap: anywhere; }
    #prediction.error { font-size: 1rem; color: var(--other); }
    h2 { font-size: .95rem; margin: 1rem 0 .3rem; }
    .bar { display: grid; grid-template-columns: 9rem 1fr 4.5rem; gap: .5rem; align-items: center;
      font-size: .85rem; margin: .15rem 0; }
    .bar span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .bar span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
    .track { height: .7rem; background: var(--line); position: relative; }
    .track i { position: absolute; top: 0; bottom: 0; background: var(--accent); }
    .track i.less { background: var(--other); }
    """

  static let script = #"""
    const shownColumns = 80;
    const form = document.getElementById("cells");
    const result = document.getElementById("result");
    const cells = Object.fromEntries(
      model.columns.map((column) => [column.name, goldenRows[0]?.cells[column.name] ?? null]),
    );

    function element(name, properties = {}, ...children) {
      const made = Object.assign(document.createElement(name), properties);
      made.append(...children);
      return made;
    }

    for (const column of model.columns.slice(0, shownColumns)) {
      const label = element("label", {}, column.name);
      let field;
      if (column.kind === "number") {
        const range = ranges[column.name];
        if (range) label.append(" ", element("small", {}, `${range[0]} to ${range[1]}`));
        field = element("input", { type: "number", step: "any", placeholder: "missing" });
        field.value = cells[column.name] ?? "";
        field.addEventListener("input", () => {
          cells[column.name] = field.value === "" ? null : field.valueAsNumber;
          show();
        });
      } else {
        field = element("select");
        const levels = [...new Set([...column.levels.filter((level) => level !== null)])];
        levels.forEach((level) => field.append(new Option(level, `=${level}`)));
        field.append(new Option("(missing)", ""));
        const cell = cells[column.name];
        field.value = cell === null ? "" : `=${cell}`;
        field.addEventListener("input", () => {
          cells[column.name] = field.value === "" ? null : field.value.slice(1);
          show();
        });
      }
      field.name = column.name;
      label.append(field);
      form.append(label);
    }
    if (model.columns.length > shownColumns) {
      const rest = model.columns.length - shownColumns;
      form.append(element("p", {}, `${rest} more columns keep the values of a training row.`));
    }

    const digits = (value) => Number(value.toPrecision(4)).toLocaleString("en");

    function bar(name, from, to, text) {
      const mark = element("i", { className: to < from ? "less" : "" });
      mark.style.left = `${100 * Math.min(from, to)}%`;
      mark.style.width = `${100 * Math.abs(to - from)}%`;
      const track = element("div", { className: "track" }, mark);
      return element(
        "div", { className: "bar" }, element("span", { title: name }, name), track,
        element("span", {}, text));
    }

    function show() {
      result.replaceChildren();
      let found;
      try {
        found = predict(cells);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        result.append(element("p", { id: "prediction", className: "error" }, error.message));
        return;
      }
      const text = typeof found.prediction === "number" ? digits(found.prediction) : found.prediction;
      result.append(element("p", { id: "prediction" }, text));
      if (found.probabilities) {
        result.append(element("h2", {}, "Probability of each class"));
        const order = found.probabilities.map((_, k) => k);
        order.sort((a, b) => found.probabilities[b] - found.probabilities[a]);
        for (const k of order.slice(0, 10)) {
          const share = found.probabilities[k];
          result.append(bar(model.classes[k], 0, share, `${(100 * share).toFixed(1)} %`));
        }
      }
      const parts = contributions(cells, found.prediction);
      if (!parts) return;
      parts.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
      const greatest = Math.abs(parts[0].value) || 1;
      const name = model.classes.length === 2 ? model.classes[1] : found.prediction;
      result.append(
        element("h2", {}, model.classes.length ? `What each column adds to “${name}”` : "What each column adds"));
      for (const part of parts.slice(0, 12)) {
        result.append(
          bar(part.column, 0.5, 0.5 + part.value / greatest / 2, digits(part.value)));
      }
    }
    show();
    """#
}
