using System.Diagnostics;
using CorsKit.Tests.Package;

namespace CorsKit.Tool.Tests;

/// <summary>What shells offer, asked in the shells themselves where they are there.</summary>
public sealed class CompletionTests
{
    /// <summary>What is typed, the last word of it where the cursor stands, and what is offered.</summary>
    public static TheoryData<string, string> Typed => new()
    {
        { "", "check explain export init probe completion" },
        { "che", "check" },
        { "CHE", "check" },
        { "e", "explain export" },
        { "nonsense", "" },
        { "-", "--help --version" },
        { "check ", "" },
        { "check --f", "--format --fail-on" },
        { "check --format ", "github json sarif text" },
        { "check --format s", "sarif" },
        { "check --format=", "--format=github --format=json --format=sarif --format=text" },
        { "check --format=s", "--format=sarif" },
        { "check --format = s", "sarif" },
        { "check --format json --f", "--fail-on" },
        { "check a.yaml --settings a.json --fail-on e", "error" },
        { "check --settings ", "" },
        { "explain ck50", "CK501 CK502 CK503 CK504 CK505 CK506 CK507 CK508 CK509" },
        { "explain CK101 CK60", "CK601 CK602 CK603" },
        { "export --to sam-", "sam-http sam-rest" },
        { "export -o out.yaml --o", "" },
        { "export --to cdk-cs", "cdk-cs-function-url cdk-cs-http cdk-cs-rest" },
        { "init --front-door ", "alb http rest url" },
        { "init --for c", "cdk-cs cdk-ts cloudformation" },
        { "export --settings a.json --a", "--approximate" },
        { "probe ", "" },
        { "probe https://api.test/ --me", "--method" },
        { "probe https://api.test/ --method PUT --me", "--method" },
        { "completion ", "bash fish pwsh zsh" },
    };

    private static string[] Words(string typed) => typed.Split(' ');

    private static string Offered(string output) => string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));

    [Theory]
    [MemberData(nameof(Typed))]
    public void The_tool_says_what_fits(string typed, string expected)
    {
        var (code, output, error) = Tool.Run(["complete", .. Words(typed)]);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected, Offered(output));
    }

    /// <summary>Where nothing is typed for which there are values, options are what is left.</summary>
    [Fact]
    public void Options_are_offered_where_no_argument_is_to_come() =>
        Assert.StartsWith("--settings --environment --to", Offered(Tool.Run("complete", "export", "").Output), StringComparison.Ordinal);

    [Fact]
    public async Task Bash_completes()
    {
        // As readline breaks words: at = too.
        var offered = await AskAsync("bash", ["--norc"], """
            eval "$(corskit completion bash)"
            complete -p corskit | grep -q -- '-F _corskit corskit' || exit 3
            offer() {
              COMP_WORDS=(corskit "$@")
              COMP_CWORD=$#
              _corskit corskit "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
              echo "${COMPREPLY[*]}"
            }
            offer che
            offer check --format = s
            offer check --format =
            offer check ./
            offer explain CK60
            """);

        Assert.Equal(["check", "sarif", "github json sarif text", "", "CK601 CK602 CK603"], offered);
    }

    [Fact]
    public async Task Zsh_completes()
    {
        // Its completion system runs in its line editor alone; what it would be told is written down instead.
        var offered = await AskAsync("zsh", ["-f"], """
            compdef() { [[ "$*" == "_corskit corskit" ]] || exit 3 }
            _describe() { print -r -- ${(P)2} }
            _files() { print files }
            eval "$(corskit completion zsh)"
            offer() { words=(corskit "$@"); CURRENT=$#words; _corskit }
            offer che
            offer check --format=s
            offer check ./
            offer explain CK602
            """);

        Assert.Equal(4, offered.Length);
        Assert.StartsWith("check:Finds what breaks CORS", offered[0], StringComparison.Ordinal);
        Assert.Equal(["--format=sarif", "files"], offered[1..3]);
        Assert.StartsWith(@"CK602:App\: CORS is switched off", offered[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fish_completes()
    {
        var offered = await AskAsync("fish", ["--no-config"], """
            corskit completion fish | source
            complete -C 'corskit che'
            complete -C 'corskit check --format=s'
            complete -C 'corskit explain CK60'
            """);

        Assert.Equal(["check", "--format=sarif", "CK601", "CK602", "CK603"], offered.Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task PowerShell_completes()
    {
        var offered = await AskAsync("pwsh", ["-NoProfile", "-File"], """
            corskit completion pwsh | Out-String | Invoke-Expression
            foreach ($line in 'corskit che', 'corskit check --format=s', 'corskit check --format ', 'corskit explain CK60') { (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' ' }
            """);

        Assert.Equal(["check", "--format=sarif", "github json sarif text", "CK601 CK602 CK603"], offered);
    }

    /// <summary>Lines that a script prints in a shell that knows this tool by its name.</summary>
    private static async Task<string[]> AskAsync(string shell, string[] arguments, string script)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var folders = path.Split(Path.PathSeparator);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The tool is given to the shell as a script of sh.");
            throw new UnreachableException();
        }

        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, shell))), $"There is no {shell} here.");

        using var folder = new TemporaryFolder();
        var corskit = folder.Write("corskit", $"#!/bin/sh\nexec dotnet '{typeof(Commands.CorsKitCommand).Assembly.Location}' \"$@\"\n");
        File.SetUnixFileMode(corskit, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(shell, [.. arguments, folder.Write("script.ps1", script)]) { WorkingDirectory = folder.Path };
        start.Environment["PATH"] = $"{folder.Path}{Path.PathSeparator}{path}";
        var (code, output, error) = await Command.TryAsync(start);
        Assert.Equal((0, ""), (code, error));
        return output.TrimEnd('\n').Split('\n');
    }
}
