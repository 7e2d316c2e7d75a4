using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>What <c>dotnet pack</c> makes of src/CorsKit.</summary>
public sealed class PackageTests
{
    // The kind of custom debug information that holds source link data.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

#if DEBUG
    private const string Build = "Debug";
#else
    private const string Build = "Release";
#endif

    [Fact]
    public async Task The_package_has_readme_docs_license_and_symbols_with_source_links()
    {
        var folder = Directory.CreateTempSubdirectory("corskit-package");
        try
        {
            await PackAsync(folder.FullName);
            var package = Assert.Single(folder.GetFiles("CorsKit.*.nupkg"));
            await using var zip = await ZipFile.OpenReadAsync(package.FullName, TestContext.Current.CancellationToken);
            var names = zip.Entries.Select(entry => entry.FullName).ToList();
            Assert.Contains("lib/net10.0/CorsKit.dll", names);
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

    private static async Task PackAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["pack", "src/CorsKit", "--no-build", "-c", Build, "-o", folder, "-warnaserror", "--nologo"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
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
