// What a report of dotnet-stryker says: the mutants that no test noticed, and the score, as a row of the table in tests/README.md.
//   dotnet run tests/mutation.cs -- mutation-report.json NAME LEAST TESTS ["no table"]
// Exit code 1 if the score is below LEAST, in percent. TESTS is the folder of the test project in the clone that was changed: a static field is set once in
// a process, and the runner keeps its processes, so that it never sees such a change (stryker-net#3695). Those are made in the sources here, one by one.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

if (args is not [var report, var name, var least, var tests, .. var noTable] || !File.Exists(report))
{
    Console.Error.WriteLine("Give the mutation-report.json, the part's name, its least score, and the folder of its tests.");
    return 2;
}

using var read = JsonDocument.Parse(File.ReadAllText(report));
var mutants = (
    from file in read.RootElement.GetProperty("files").EnumerateObject()
    let lines = file.Value.GetProperty("source").GetString()!.Split('\n')
    from mutant in file.Value.GetProperty("mutants").EnumerateArray()
    let location = mutant.GetProperty("location")
    let start = At(location.GetProperty("start"))
    orderby file.Name, start.Line
    select new Mutant(
        file.Name,
        start,
        At(location.GetProperty("end")),
        mutant.GetProperty("mutatorName").GetString()!,
        lines[start.Line].Trim(),
        mutant.GetProperty("replacement").GetString()!,
        mutant.GetProperty("status").GetString()!,
        mutant.TryGetProperty("static", out var isStatic) && isStatic.ValueKind == JsonValueKind.True)).ToList();
static (int Line, int Column) At(JsonElement place) => (place.GetProperty("line").GetInt32() - 1, place.GetProperty("column").GetInt32() - 1);

if (mutants.Any(IsUntried))
{
    if (Outcome(tests) != "Survived")
    {
        Console.Error.WriteLine($"The tests of {tests} fail without any change.");
        return 2;
    }

    mutants = [.. mutants.Select(mutant => IsUntried(mutant) ? mutant with { Status = OutcomeOf(mutant, tests) } : mutant)];
}

int Count(string status) => mutants.Count(mutant => mutant.Status == status);
var (killed, slow, survived, uncovered) = (Count("Killed"), Count("Timeout"), Count("Survived"), Count("NoCoverage"));
var score = 100.0 * (killed + slow) / Math.Max(1, killed + slow + survived + uncovered);

foreach (var mutant in mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage"))
{
    Console.WriteLine($"{Path.GetFileName(mutant.File)}({mutant.Start.Line + 1}): {(mutant.Status == "Survived" ? "" : "no test runs it: ")}{mutant.Mutator}\n    {mutant.Line}\n    {mutant.Instead.ReplaceLineEndings(" ")}");
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

static bool IsUntried(Mutant mutant) => mutant is { IsStatic: true, Status: "Survived" };

static string OutcomeOf(Mutant mutant, string tests)
{
    var text = File.ReadAllText(mutant.File);
    var lines = text.Split('\n');
    int Index((int Line, int Column) place) => lines.Take(place.Line).Sum(line => line.Length + 1) + place.Column;
    File.WriteAllText(mutant.File, text[..Index(mutant.Start)] + mutant.Instead + text[Index(mutant.End)..]);
    try
    {
        return Outcome(tests);
    }
    finally
    {
        File.WriteAllText(mutant.File, text);
    }
}

// As dotnet-stryker calls it.
static string Outcome(string tests) =>
    Run("build", tests, "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false") != 0 ? "CompileError"
    : Run("run", "--project", tests, "-c", "Release", "--no-build") switch { 0 => "Survived", null => "Timeout", _ => "Killed" };

static int? Run(params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    process.OutputDataReceived += (_, _) => { };
    process.ErrorDataReceived += (_, _) => { };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    if (process.WaitForExit(TimeSpan.FromMinutes(5)))
    {
        return process.ExitCode;
    }

    process.Kill(entireProcessTree: true);
    return null;
}

static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

internal sealed record Mutant(string File, (int Line, int Column) Start, (int Line, int Column) End, string Mutator, string Line, string Instead, string Status, bool IsStatic);
