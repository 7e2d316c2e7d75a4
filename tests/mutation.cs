// What a report of dotnet-stryker says: the mutants that no test noticed, and the score, as a row of the table in tests/README.md.
//   dotnet run tests/mutation.cs -- mutation-report.json NAME LEAST TESTS ["no table"]
// Exit code 1 if the score is below LEAST, in percent. TESTS is the assembly of the tests beside the product with all changes in it, each behind a switch. A static
// field is set once in a process, and the runner keeps its processes (stryker-net#3695): what it says of such a change is not true, so each runs here, in a process of its own.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

if (args is not [var report, var name, var least, var tests, .. var noTable] || !File.Exists(report))
{
    Console.Error.WriteLine("Give the mutation-report.json, the part's name, its least score, and the assembly of its tests.");
    return 2;
}

using var read = JsonDocument.Parse(File.ReadAllText(report));
var mutants = (
    from file in read.RootElement.GetProperty("files").EnumerateObject()
    let lines = file.Value.GetProperty("source").GetString()!.Split('\n')
    from mutant in file.Value.GetProperty("mutants").EnumerateArray()
    let start = mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32()
    orderby file.Name, start
    select new Mutant(
        mutant.GetProperty("id").GetString()!,
        $"{Path.GetFileName(file.Name)}({start})",
        mutant.GetProperty("mutatorName").GetString()!,
        lines[start - 1].Trim(),
        mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings(" "),
        mutant.GetProperty("status").GetString()!,
        mutant.TryGetProperty("static", out var isStatic) && isStatic.ValueKind == JsonValueKind.True)).ToList();

if (mutants.Any(IsUntried))
{
    if (Outcome(tests, "-1") != "Survived")
    {
        Console.Error.WriteLine($"The tests of {tests} fail without any change.");
        return 2;
    }

    mutants = [.. mutants.Select(mutant => IsUntried(mutant) ? mutant with { Status = Outcome(tests, mutant.Id) } : mutant)];
}

int Count(string status) => mutants.Count(mutant => mutant.Status == status);
var (killed, slow, survived, uncovered) = (Count("Killed"), Count("Timeout"), Count("Survived"), Count("NoCoverage"));
var score = 100.0 * (killed + slow) / Math.Max(1, killed + slow + survived + uncovered);

foreach (var mutant in mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage"))
{
    Console.WriteLine($"{mutant.Place}: {(mutant.Status == "Survived" ? "" : "no test runs it: ")}{mutant.Mutator}\n    {mutant.Line}\n    {mutant.Instead}");
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

static bool IsUntried(Mutant mutant) => mutant is { IsStatic: true, Status: "Survived" or "Killed" or "Timeout" };

static string Outcome(string tests, string id)
{
    // Four bytes, as the switches read them.
    var active = Path.GetTempFileName();
    File.WriteAllBytes(active, BitConverter.GetBytes(int.Parse(id, CultureInfo.InvariantCulture)));
    var start = new ProcessStartInfo("dotnet", [tests, "-stopOnFail"])
    {
        RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["STRYKER_MUTANT_FILE"] = active, ["CORSKIT_STATIC_FIELDS"] = "changed" },
    };
    using var process = Process.Start(start)!;
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    var hasEnded = process.WaitForExit(TimeSpan.FromMinutes(2));
    if (!hasEnded)
    {
        process.Kill(entireProcessTree: true);
    }

    File.Delete(active);
    return !hasEnded ? "Timeout" : process.ExitCode == 0 ? "Survived" : "Killed";
}

static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

internal sealed record Mutant(string Id, string Place, string Mutator, string Line, string Instead, string Status, bool IsStatic);
