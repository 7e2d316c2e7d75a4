// Goes into the test project that tests/mutation.sh changes; it is in no other build.
using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>
/// Sets all static fields of the product before any change is switched on. dotnet-stryker keeps its processes: a field that was set while a change was
/// on would have kept it, and every later change would look as if tests had noticed it.
/// </summary>
internal static class MutationStart
{
    [ModuleInitializer]
    internal static void SetStaticFields()
    {
        // What it has while it looks for what covers what, and where a change of such a field is itself tried.
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not { Length: > 0 } active
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("STRYKER_COVERAGE_FILE")) || Environment.GetEnvironmentVariable("CORSKIT_STATIC_FIELDS") is not null)
        {
            return;
        }

        using var file = MemoryMappedFile.CreateFromFile(new FileStream(active, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), null, sizeof(int), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        using var id = file.CreateViewAccessor(0, sizeof(int));
        var change = id.ReadInt32(0);
        id.Write(0, -1);
        foreach (var type in Assembly.Load(Environment.GetEnvironmentVariable("CORSKIT_CHANGED")!).GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        id.Write(0, change);
    }
}
