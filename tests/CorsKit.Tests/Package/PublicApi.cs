using System.Reflection;
using System.Text;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>
/// The public API stands in a file beside each package's sources, so that a change of it shows in the change. To accept
/// one, copy what the test wrote over that file.
/// </summary>
internal static class PublicApi
{
    public static void AssertReviewed(string package, Assembly assembly)
    {
        var actual = Describe(assembly);
        var written = Path.Combine(AppContext.BaseDirectory, $"{package}.PublicApi.txt");
        File.WriteAllText(written, actual);

        var reviewed = Path.Combine(Repository.Root, "src", package, "PublicApi.txt");
        Assert.True(File.Exists(reviewed) && File.ReadAllText(reviewed) == actual, $"The public API changed: compare {written} with {reviewed}.");
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class"
                : (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class";
            var bases = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
                .Concat(type.GetInterfaces().Where(i => type.BaseType?.GetInterfaces().Contains(i) != true && !type.IsEnum))
                .Select(b => Name(b!)).Order(StringComparer.Ordinal).ToList();
            text.Append(type.Namespace).Append(": ").Append(kind).Append(' ').Append(Name(type)).Append(bases.Count > 0 ? $" : {string.Join(", ", bases)}" : "").Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(all).Where(field => field.IsPublic && !field.IsSpecialName))
        {
            yield return type.IsEnum ? $"{field.Name} = {Convert.ToInt32(field.GetRawConstantValue(), null)}" : $"{(field.IsLiteral ? "const" : "field")} {Name(field.FieldType)} {field.Name}";
        }

        foreach (var constructor in type.GetConstructors(all).Where(IsVisible))
        {
            yield return $"new({Parameters(constructor)})";
        }

        foreach (var property in type.GetProperties(all).Where(property => property.GetAccessors(true).Any(IsVisible)))
        {
            var accessors = string.Join(' ', property.GetAccessors(true).Where(IsVisible).Select(accessor => accessor.ReturnType == typeof(void) ? "set;" : "get;"));
            yield return $"{Static(property.GetAccessors(true)[0])}{Name(property.PropertyType)} {property.Name} {{ {accessors} }}";
        }

        foreach (var added in type.GetEvents(all).Where(e => IsVisible(e.AddMethod!)))
        {
            yield return $"event {Name(added.EventHandlerType!)} {added.Name}";
        }

        foreach (var method in type.GetMethods(all).Where(method => IsVisible(method) && !method.IsSpecialName))
        {
            yield return $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)})";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : method.IsFamily ? "protected " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Name(Type type) =>
        type.IsByRef ? Name(type.GetElementType()!)
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : Nullable.GetUnderlyingType(type) is { } underlying ? Name(underlying) + "?"
        : type.Name.Split('`')[0] + Generics(type.GetGenericArguments());

    private static string Generics(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Name))}>";
}
