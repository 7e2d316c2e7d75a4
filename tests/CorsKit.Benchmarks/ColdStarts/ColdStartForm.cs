using CorsKit.Benchmarks.Reporting;

namespace CorsKit.Benchmarks.ColdStarts;

/// <summary>One way in which the app of tests/CorsKit.ColdStart is published.</summary>
internal sealed record ColdStartForm(string Name, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether CorsKit is IL in it.</summary>
    public bool IsIl { get; private init; }

    /// <summary>The bytes of the program, where it is one file.</summary>
    public long? Size { get; private init; }

    /// <summary>Publishes every form that can be had here; quickly, without that which nobody has who takes the package.</summary>
    public static IEnumerable<ColdStartForm> PublishAll(string folder, bool isQuick, Action<string> say)
    {
        var feed = Path.Combine(folder, "feed");
        say(Child.Run("dotnet", "pack", "src/CorsKit", "-c", "Release", "-o", feed, "--nologo", "-v", "quiet"));
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "CorsKit.*.nupkg").Single())["CorsKit.".Length..];
        string[] package = [$"-p:CorsKitFeed={feed}", $"-p:CorsKitVersion={version}", $"-p:RestorePackagesPath={folder}/packages"];

        yield return Publish(folder, "framework-dependent, CorsKit from its package", package);
        yield return Publish(folder, "ReadyToRun, linux-x64", ["-r", "linux-x64", "--self-contained", "false", "-p:PublishReadyToRun=true"]);
        if (!isQuick)
        {
            yield return Publish(folder, "framework-dependent, CorsKit as IL", []) with { IsIl = true };
        }

        // A warning about trimming or Native AOT fails it.
        string[] aot = ["-r", "linux-x64", "-p:PublishAot=true", .. HasClang ? Array.Empty<string>() : ["-p:CppCompilerAndLinker=gcc"]];
        if (TryPublish(folder, "Native AOT, linux-x64", aot, out var native, out var output))
        {
            var program = Path.ChangeExtension(native.Arguments[0], null);
            yield return native with { Program = program, Arguments = [], Size = new FileInfo(program).Length };
        }
        else
        {
            var reason = output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "";
            say($"Native AOT could not be built on this machine, so it is not measured. {reason.Split(": ").Last().Trim()}");
        }
    }

    private static bool HasClang => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "clang")));

    private static ColdStartForm Publish(string folder, string name, IEnumerable<string> options) =>
        TryPublish(folder, name, options, out var form, out var output) ? form : throw new InvalidOperationException(output);

    private static bool TryPublish(string folder, string name, IEnumerable<string> options, out ColdStartForm form, out string output)
    {
        var place = Path.Combine(folder, string.Concat(name.Where(char.IsAsciiLetterOrDigit)));
        form = new ColdStartForm(name, "dotnet", [Path.Combine(place, "app", "CorsKit.ColdStart.dll")]);
        return Child.TryRun(
            "dotnet",
            ["publish", "tests/CorsKit.ColdStart", "-c", "Release", "-o", $"{place}/app", $"-p:ColdStartObj={place}/obj/", "--nologo", "-v", "quiet", .. options],
            out output);
    }
}
