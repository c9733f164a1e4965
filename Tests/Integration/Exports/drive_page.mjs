// Fills the form of an exported page in a browser as a person would, and fails where the page does not
// follow or reports an error.
//
//   node drive_page.mjs BROWSER PAGE.html
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [browser, page] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "assay-page-"));
const driver = `
<script>
window.addEventListener("error", (event) => (document.title = "error: " + event.message));
window.addEventListener("load", () => {
  const shown = () => document.getElementById("result").innerText;
  const put = (name, value) => {
    const field = document.querySelector('[name="' + name + '"]');
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const before = shown();
  put("age", "79");
  put("fare", "190");
  const after = shown();
  put("age", "");
  const missing = shown();
  put("town", "=Bern");
  document.title = JSON.stringify({ before, after, missing, town: shown() });
});
</script>`;
try {
  const copy = join(folder, "page.html");
  writeFileSync(copy, readFileSync(page, "utf8").replace("<body>", `<body>${driver}`));
  const text = execFileSync(
    browser,
    ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom",
      `--user-data-dir=${folder}/profile`, `file://${copy}`],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60_000 },
  );
  const title = text.match(/<title>([^<]*)<\/title>/)[1].replaceAll("&amp;", "&");
  if (title.startsWith("error") || !title.startsWith("{")) throw new Error(`the page: ${title}`);
  const states = Object.values(JSON.parse(title));
  if (new Set(states).size !== states.length) throw new Error(`not every change shows: ${title}`);
  console.log(`${page}: ${states.length} states, each with its own prediction`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
