using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>What <c>dotnet pack</c> makes of src/CorsKit.</summary>
[Trait("Speed", "slow")]
public sealed partial class PackageTests(PackedPackages packed) : IClassFixture<PackedPackages>
{
    // The kind of custom debug information that holds source link data.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public async Task The_package_has_readme_docs_license_and_symbols_with_source_links()
    {
        await using var zip = await ZipFile.OpenReadAsync(packed.FileOf("CorsKit"), TestContext.Current.CancellationToken);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("lib/net10.0/CorsKit.dll", names);
        Assert.Equal(
            packed.Output.Contains("without ReadyToRun", StringComparison.Ordinal) ? [] : ["runtimes/linux-arm64/lib/net10.0/CorsKit.dll", "runtimes/linux-x64/lib/net10.0/CorsKit.dll"],
            names.Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("lib/net10.0/CorsKit.xml", names);
        Assert.Contains("README.md", names);

        // What editors and the compiler take from it; the schema stands where the props look for it.
        Assert.Contains("analyzers/dotnet/cs/CorsKit.Analyzers.dll", names);
        Assert.Contains("buildTransitive/net10.0/CorsKit.props", names);
        Assert.Contains("ConfigurationSchema.json", names);

        var nuspec = XDocument.Load(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        string? Value(string name) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal(("CorsKit", "MIT AND MPL-2.0", "README.md"), (Value("id"), Value("license"), Value("readme")));
        Assert.NotEmpty(Value("description")!);
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        var repository = nuspec.Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("https://github.com/corskit/corskit", repository.Attribute("url")!.Value);

        var symbols = Assert.Single(Directory.GetFiles(packed.Feed, "*.snupkg"));
        await using var symbolZip = await ZipFile.OpenReadAsync(symbols, TestContext.Current.CancellationToken);

        // Sources that were taken out of git have no commit to link to.
        if (!Path.Exists(Path.Combine(Repository.Root, ".git")))
        {
            return;
        }

        Assert.Contains("https://raw.githubusercontent.com/corskit/corskit/", ReadSourceLink(symbolZip.GetEntry("lib/net10.0/CorsKit.pdb")!), StringComparison.Ordinal);
    }

    /// <summary>What a reader of the gallery gets of each package, and what its license asks for.</summary>
    [Theory]
    [InlineData("CorsKit", "middleware", "MIT AND MPL-2.0", "Public Suffix List, Polyfill")]
    [InlineData("CorsKit.Authorizer", "authorizer", "MIT", null)]
    [InlineData("CorsKit.DynamoDB", "dynamodb", "MIT", null)]
    [InlineData("CorsKit.Templates", "templates", "MIT", null)]
    [InlineData("CorsKit.Testing", "testing", "MIT", null)]
    [InlineData("CorsKit.Tool", "cli", "MIT AND MPL-2.0", "Public Suffix List, Spectre.Console, Spectre.Console.Ansi, System.CommandLine, YamlDotNet")]
    public async Task Each_package_has_its_readme_icon_notes_tags_and_notices(string name, string tag, string license, string? notices)
    {
        await using var zip = await ZipFile.OpenReadAsync(packed.FileOf(name), TestContext.Current.CancellationToken);
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

    /// <summary>The framework's own CORS comes compiled; an app that takes the package must not have ours jitted either.</summary>
    [Fact]
    public async Task An_app_that_references_the_package_runs_compiled_code()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "The test runs the app, and it would be IL on this platform.");
        var folder = Directory.CreateTempSubdirectory("corskit-app");
        try
        {
            Assert.SkipWhen(packed.Output.Contains("is packed without ReadyToRun code for linux-x64", StringComparison.Ordinal), packed.Output);

            var app = Path.Combine(folder.FullName, "app");
            await Command.RunAsync(Repository.Root, "dotnet", PublishOfColdStart(folder.FullName));
            Assert.True(File.Exists(Path.Combine(app, "runtimes/linux-arm64/lib/net10.0/CorsKit.dll")));
            var compiled = await CountJittedMethodsAsync(app);
            foreach (var request in new[] { "preflight", "get" })
            {
                foreach (var policy in new[] { "origin", "pattern" })
                {
                    Assert.InRange(await CountJittedMethodsAsync(app, "CorsKit", policy, request) - await CountJittedMethodsAsync(app, "Floor", policy, request), int.MinValue, 5);

                    // "The first requests after a restore then compile no method": none at all, as both were answered before the snapshot.
                    Assert.Equal("0", (await StartAsync(app, "CorsKit", policy, request, "Function", "0", "snapshot"))[4]);
                }
            }

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

    /// <summary>Nothing that trimming or Native AOT cannot do: a warning fails the publication, and the app checks the answer that it gets.</summary>
    [Fact]
    public async Task An_app_that_references_the_package_runs_as_a_native_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test links a program for Linux.");
        var linker = new[] { "clang", "gcc" }.FirstOrDefault(IsOnPath);
        Assert.SkipWhen(linker is null, "Native AOT needs clang or gcc to link a program, and neither is installed.");
        var folder = Directory.CreateTempSubdirectory("corskit-native");
        try
        {
            var published = await Command.TryAsync(Repository.Root, "dotnet",
                [.. PublishOfColdStart(folder.FullName), "--use-current-runtime", "-p:PublishAot=true", $"-p:CppCompilerAndLinker={linker}"]);
            Assert.SkipWhen(NoCompiler().IsMatch(published.Output), $"The compiler of Native AOT cannot be restored from this machine's package source. {NoCompiler().Match(published.Output)}");
            Assert.True(published.Code == 0, published.Output + published.Error);
            Assert.DoesNotContain(": warning ", published.Output, StringComparison.Ordinal);

            foreach (var contender in new[] { "None", "CorsKit" })
            {
                foreach (var policy in new[] { "origin", "pattern" })
                {
                    foreach (var request in new[] { "preflight", "get" })
                    {
                        foreach (var host in new[] { "Function", "Kestrel" })
                        {
                            var figures = await Command.RunAsync(Repository.Root, $"{folder}/app/CorsKit.ColdStart", contender, policy, request, host, "0");
                            Assert.Equal(["0", "0"], figures.Split(' ')[3..5]);
                        }
                    }
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What an editor underlines: an app that takes the package is told of a misplaced middleware and of a policy that its appsettings.json has not.</summary>
    [Fact]
    public async Task An_app_that_references_the_package_is_analyzed()
    {
        var folder = Directory.CreateTempSubdirectory("corskit-analyzed");
        try
        {
            var app = folder.CreateSubdirectory("app").FullName;
            await File.WriteAllTextAsync(Path.Combine(app, "App.csproj"),
                $"""
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <RestoreAdditionalProjectSources>{packed.Feed}</RestoreAdditionalProjectSources>
                    <RestorePackagesPath>{folder}/packages</RestorePackagesPath>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="CorsKit" Version="{packed.Version}" />
                  </ItemGroup>
                </Project>
                """, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(app, "appsettings.json"),
                """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com", "Policies": { "public": { "AllowOrigins": "*" } } } }""", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"),
                """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddGatewayCors();
                var app = builder.Build();
                app.UseHttpsRedirection();
                app.UseGatewayCors();
                app.MapGet("/", () => "open to all").RequireGatewayCors("publik");
                app.Run();
                """, TestContext.Current.CancellationToken);

            var output = await Command.RunAsync(app, "dotnet", "build", "--nologo", "-nodeReuse:false");

            Assert.Contains("Program.cs(5,5): warning CORS101: 'UseGatewayCors' stands behind 'UseHttpsRedirection'", output, StringComparison.Ordinal);
            Assert.Contains("Program.cs(6,57): warning CORS104: There is no policy 'publik'", output, StringComparison.Ordinal);
            var segments = await Command.RunAsync(app, "dotnet", "msbuild", "-getItem:JsonSchemaSegment");
            using var read = JsonDocument.Parse(segments);
            Assert.True(File.Exists(Assert.Single(read.RootElement.GetProperty("Items").GetProperty("JsonSchemaSegment").EnumerateArray()).GetProperty("FullPath").GetString()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Lets the app of the cold start benchmark answer one request, and counts what had to be compiled for it.</summary>
    private static async Task<int> CountJittedMethodsAsync(string app, string contender = "CorsKit", string policy = "pattern", string request = "get")
    {
        var figures = await StartAsync(app, contender, policy, request, "Function", "0");
        return int.Parse(figures[3], CultureInfo.InvariantCulture) + int.Parse(figures[4], CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> StartAsync(string app, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [$"{app}/CorsKit.ColdStart.dll", .. arguments]) { WorkingDirectory = Repository.Root };

        // No method is compiled a second time, however slow the machine is.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "100000";
        var (code, output, error) = await Command.TryAsync(start);
        Assert.True(code == 0, output + error);
        return output.Split(' ');
    }

    /// <summary>
    /// The command that publishes the app of the cold start benchmark with the package to FOLDER/app. The package has the version of
    /// others before it, so it goes to a folder of its own; the compiler of Native AOT, half a gigabyte, is taken from where it is.
    /// </summary>
    private string[] PublishOfColdStart(string folder)
    {
        var others = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return
        [
            "publish", "tests/CorsKit.ColdStart", "-c", Command.Configuration, "-o", $"{folder}/app", "--nologo",
            $"-p:CorsKitFeed={packed.Feed}", $"-p:CorsKitVersion={packed.Version}", $"-p:ColdStartObj={folder}/obj/",
            $"-p:RestorePackagesPath={folder}/packages", $"-p:RestoreFallbackFolders={others}",
        ];
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"error NU110[12]: .*(ILCompiler|Microsoft\.NET\.ILLink).*")]
    private static partial Regex NoCompiler();

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
