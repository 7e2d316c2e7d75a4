// What a report of dotnet-stryker says: the mutants that no test noticed, and the score, as a row of the table in tests/README.md.
//   dotnet run tests/mutation.cs -- mutation-report.json NAME LEAST ["no table"]
// Exit code 1 if the score is below LEAST, in percent.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

if (args is not [var report, var name, var least, .. var noTable] || !File.Exists(report))
{
    Console.Error.WriteLine("Give the mutation-report.json, the part's name, and its least score.");
    return 2;
}

using var read = JsonDocument.Parse(File.ReadAllText(report));
var mutants = (
    from file in read.RootElement.GetProperty("files").EnumerateObject()
    let lines = file.Value.GetProperty("source").GetString()!.Split('\n')
    from mutant in file.Value.GetProperty("mutants").EnumerateArray()
    let start = mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32()
    orderby file.Name, start
    select (
        Place: $"{Path.GetFileName(file.Name)}({start})",
        Mutator: mutant.GetProperty("mutatorName").GetString(),
        Status: mutant.GetProperty("status").GetString(),
        Line: lines[start - 1].Trim(),
        Instead: mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings(" "))).ToList();
int Count(string status) => mutants.Count(mutant => mutant.Status == status);
var (killed, slow, survived, uncovered) = (Count("Killed"), Count("Timeout"), Count("Survived"), Count("NoCoverage"));
var score = 100.0 * (killed + slow) / Math.Max(1, killed + slow + survived + uncovered);

foreach (var (place, mutator, status, line, instead) in mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage"))
{
    Console.WriteLine($"{place}: {(status == "Survived" ? "" : "no test runs it: ")}{mutator}\n    {line}\n    {instead}");
}

var row = string.Create(CultureInfo.InvariantCulture, $"| {name} | {killed} | {slow} | {survived} | {uncovered} | {score:0.0} % | {least} % |");
Console.WriteLine($"| part | killed | ended by the clock | survived | run by no test | score | at least |\n{row}");
if (noTable is [] or [""])
{
    var page = Path.Combine(Folder(), "README.md");
    var rows = File.ReadAllLines(page).ToList();
    var (first, end) = (rows.IndexOf("<!-- mutation -->"), rows.IndexOf("<!-- /mutation -->"));
    var old = rows.FindIndex(first, end - first, line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
    rows.RemoveRange(old < 0 ? end : old, old < 0 ? 0 : 1);
    rows.Insert(old < 0 ? end : old, row);
    File.WriteAllText(page, string.Join('\n', rows) + "\n");
}

return score < double.Parse(least, CultureInfo.InvariantCulture) ? 1 : 0;

static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
