using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>What <c>dotnet pack</c> makes of src/CorsKit.</summary>
public sealed class PackageTests
{
    // The kind of custom debug information that holds source link data.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public async Task The_package_has_readme_docs_license_and_symbols_with_source_links()
    {
        var folder = Directory.CreateTempSubdirectory("corskit-package");
        try
        {
            var packed = await PackAsync(folder.FullName);
            var package = Assert.Single(folder.GetFiles("CorsKit.*.nupkg"));
            await using var zip = await ZipFile.OpenReadAsync(package.FullName, TestContext.Current.CancellationToken);
            var names = zip.Entries.Select(entry => entry.FullName).ToList();
            Assert.Contains("lib/net10.0/CorsKit.dll", names);
            Assert.Equal(
                packed.Contains("without ReadyToRun", StringComparison.Ordinal) ? [] : ["runtimes/linux-arm64/lib/net10.0/CorsKit.dll", "runtimes/linux-x64/lib/net10.0/CorsKit.dll"],
                names.Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Contains("lib/net10.0/CorsKit.xml", names);
            Assert.Contains("README.md", names);

            var nuspec = XDocument.Load(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            string? Value(string name) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
            Assert.Equal(("CorsKit", "MIT AND MPL-2.0", "README.md"), (Value("id"), Value("license"), Value("readme")));
            Assert.NotEmpty(Value("description")!);
            Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
            var repository = nuspec.Descendants().Single(element => element.Name.LocalName == "repository");
            Assert.Equal("https://github.com/corskit/corskit", repository.Attribute("url")!.Value);

            var symbols = Assert.Single(folder.GetFiles("CorsKit.*.snupkg"));
            await using var symbolZip = await ZipFile.OpenReadAsync(symbols.FullName, TestContext.Current.CancellationToken);

            // Sources that were taken out of git have no commit to link to.
            if (!Path.Exists(Path.Combine(Repository.Root, ".git")))
            {
                return;
            }

            Assert.Contains("https://raw.githubusercontent.com/corskit/corskit/", ReadSourceLink(symbolZip.GetEntry("lib/net10.0/CorsKit.pdb")!), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The framework's own CORS comes compiled; an app that takes the package must not have ours jitted either.</summary>
    [Fact]
    public async Task An_app_that_references_the_package_runs_compiled_code()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "The test runs the app, and it would be IL on this platform.");
        var folder = Directory.CreateTempSubdirectory("corskit-app");
        try
        {
            var feed = folder.CreateSubdirectory("feed").FullName;
            var packed = await PackAsync(feed);
            Assert.SkipWhen(packed.Contains("is packed without ReadyToRun code for linux-x64", StringComparison.Ordinal), packed);

            var app = Path.Combine(folder.FullName, "app");
            await Command.RunAsync(Repository.Root, "dotnet", "publish", "tests/CorsKit.ColdStart", "-c", Command.Configuration, "-o", app, "--nologo",
                $"-p:CorsKitFeed={feed}", $"-p:RestorePackagesPath={folder}/packages", $"-p:ColdStartObj={folder}/obj/");
            Assert.True(File.Exists(Path.Combine(app, "runtimes/linux-arm64/lib/net10.0/CorsKit.dll")));
            var compiled = await CountJittedMethodsAsync(app);

            // The same with the package's IL in its place.
            File.Copy(Path.Combine(app, "CorsKit.dll"), Path.Combine(app, "runtimes/linux-x64/lib/net10.0/CorsKit.dll"), overwrite: true);
            var il = await CountJittedMethodsAsync(app);
            Assert.True(compiled + 100 < il, $"{compiled} methods were jitted with the package's own code, {il} with its IL");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Lets the app of the cold start benchmark answer one request, and counts what had to be compiled for it.</summary>
    private static async Task<int> CountJittedMethodsAsync(string app) =>
        int.Parse((await Command.RunAsync(Repository.Root, "dotnet", $"{app}/CorsKit.ColdStart.dll", "CorsKit", "get", "0")).Split(' ')[1], CultureInfo.InvariantCulture);

    private static Task<string> PackAsync(string folder) =>
        Command.RunAsync(Repository.Root, "dotnet", "pack", "src/CorsKit", "--no-build", "-c", Command.Configuration, "-o", folder, "-warnaserror", "--nologo");

    private static string ReadSourceLink(ZipArchiveEntry pdb)
    {
        var copy = new MemoryStream();
        using (var stream = pdb.Open())
        {
            stream.CopyTo(copy);
        }

        copy.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        var reader = provider.GetMetadataReader();
        var information = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(info => reader.GetGuid(info.Kind) == SourceLink);
        return Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value));
    }
}
