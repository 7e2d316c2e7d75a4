using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>What <c>dotnet pack</c> makes of src/CorsKit.</summary>
[Trait("Speed", "slow")]
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

    /// <summary>What a reader of the gallery gets of each package, and what its license asks for.</summary>
    [Theory]
    [InlineData("CorsKit", "middleware", "MIT AND MPL-2.0", "Public Suffix List")]
    [InlineData("CorsKit.Authorizer", "authorizer", "MIT", null)]
    [InlineData("CorsKit.DynamoDB", "dynamodb", "MIT", null)]
    [InlineData("CorsKit.Templates", "templates", "MIT", null)]
    [InlineData("CorsKit.Testing", "testing", "MIT", null)]
    [InlineData("CorsKit.Tool", "cli", "MIT AND MPL-2.0", "Public Suffix List, Spectre.Console, Spectre.Console.Ansi, System.CommandLine, YamlDotNet")]
    public async Task Each_package_has_its_readme_icon_notes_tags_and_notices(string name, string tag, string license, string? notices)
    {
        var folder = Directory.CreateTempSubdirectory("corskit-package");
        try
        {
            await Command.RunAsync(Repository.Root, "dotnet", "pack", $"src/{name}", "-c", Command.Configuration, "-o", folder.FullName, "-warnaserror", "--nologo", "--disable-build-servers");
            await using var zip = await ZipFile.OpenReadAsync(Assert.Single(folder.GetFiles("*.nupkg")).FullName, TestContext.Current.CancellationToken);
            var metadata = XDocument.Load(zip.GetEntry($"{name}.nuspec")!.Open()).Descendants().Where(element => !element.HasElements).ToLookup(element => element.Name.LocalName, element => element.Value);
            Assert.Equal((name, license, "icon.png", "README.md"), (metadata["id"].Single(), metadata["license"].Single(), metadata["icon"].Single(), metadata["readme"].Single()));
            Assert.Equal("https://github.com/corskit/corskit/blob/main/CHANGELOG.md", metadata["releaseNotes"].Single());
            Assert.Equal("Copyright (c) 2026 The CorsKit authors", metadata["copyright"].Single());
            Assert.Subset(metadata["tags"].Single().Split(' ').ToHashSet(), new HashSet<string> { "cors", "lambda", "aws", tag });

            Assert.Single(zip.Entries, entry => entry.Name == "README.md" && !entry.FullName.StartsWith("content/", StringComparison.Ordinal));
            Assert.Equal(Repository.Read($"src/{name}/README.md"), await ReadAsync(zip, "README.md"));
            Assert.Contains("PNG", await ReadAsync(zip, "icon.png"), StringComparison.Ordinal);

            Assert.Equal(notices is not null, zip.GetEntry("THIRD-PARTY-NOTICES.txt") is not null);
            foreach (var notice in notices?.Split(", ") ?? [])
            {
                Assert.Contains($"\n{notice}\n", await ReadAsync(zip, "THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal);
            }

            // Docs are for those who compile against a library, and nobody does against a tool; each assembly in it has its notice.
            var files = zip.Entries.Select(entry => entry.FullName).ToList();
            if (name == "CorsKit.Tool")
            {
                Assert.Equal(["DotnetToolSettings.xml"], files.Where(file => file.StartsWith("tools/", StringComparison.Ordinal) && file.EndsWith(".xml", StringComparison.Ordinal)).Select(Path.GetFileName));
                Assert.Equal(
                    notices!.Split(", ").Skip(1).Concat(["CorsKit", "CorsKit.Tool"]).Order(StringComparer.Ordinal),
                    files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
            }
            else if (name == "CorsKit.Templates")
            {
                Assert.DoesNotContain(files, file => file.StartsWith("lib/", StringComparison.Ordinal));
                Assert.Contains("content/corskit-api/.template.config/template.json", files);
            }
            else
            {
                Assert.Contains($"lib/net10.0/{name}.xml", files);
            }
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
                $"-p:CorsKitFeed={feed}", $"-p:CorsKitVersion={Assert.Single(Directory.GetFiles(feed, "*.nupkg"))[(feed.Length + "/CorsKit.".Length)..^".nupkg".Length]}", $"-p:RestorePackagesPath={folder}/packages", $"-p:ColdStartObj={folder}/obj/");
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

    private static async Task<string> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

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
