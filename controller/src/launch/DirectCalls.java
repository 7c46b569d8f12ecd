import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Replaces calls whose code the JVM makes at run time, in a class of its own for each, and which its AOT cache can't
 * hold: switches over patterns, and {@code equals}, {@code hashCode} and {@code toString} of records. Each becomes a
 * call of a static method of the same class. The build runs it over the compiled classes: {@code java -cp
 * CLASSES:LIBRARIES DirectCalls.java CLASSES}.
 */
final class DirectCalls {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final String SWITCHES = "java.lang.runtime.SwitchBootstraps.";
    private static final String RECORDS = "java.lang.runtime.ObjectMethods.bootstrap";
    private static final int HELPER =
            AccessFlag.PRIVATE.mask() | AccessFlag.STATIC.mask() | AccessFlag.SYNTHETIC.mask();

    private static final ClassFile FORMAT = ClassFile.of(
            ConstantPoolSharingOption.NEW_POOL,
            ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())));

    private final ClassModel type;
    private final List<Consumer<ClassBuilder>> helpers = new ArrayList<>();

    private DirectCalls(ClassModel type) {
        this.type = type;
    }

    public static void main(String[] args) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                DirectCalls calls = new DirectCalls(FORMAT.parse(file));
                byte[] changed = calls.replaced();
                if (!calls.helpers.isEmpty()) {
                    Files.write(file, changed);
                }
            }
        }
    }

    private byte[] replaced() {
        CodeTransform calls = (code, element) -> {
            Optional<Consumer<CodeBuilder>> body =
                    element instanceof InvokeDynamicInstruction call ? body(call) : Optional.empty();
            if (body.isPresent() && element instanceof InvokeDynamicInstruction call) {
                String name = call.name().stringValue() + "$" + helpers.size();
                MethodTypeDesc shape = call.typeSymbol();
                helpers.add(builder -> builder.withMethodBody(name, shape, HELPER, body.get()));
                code.invokestatic(
                        type.thisClass().asSymbol(), name, shape, type.flags().has(AccessFlag.INTERFACE));
            } else {
                code.with(element);
            }
        };
        return FORMAT.transformClass(
                type,
                ClassTransform.transformingMethodBodies(calls)
                        .andThen(ClassTransform.endHandler(
                                builder -> helpers.forEach(helper -> helper.accept(builder)))));
    }

    /** Returns the code that does what a call site does, or nothing if the site is none of those. */
    private Optional<Consumer<CodeBuilder>> body(InvokeDynamicInstruction call) {
        DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
        List<ConstantDesc> args = call.bootstrapArgs();
        String maker =
                bootstrap.owner().packageName() + "." + bootstrap.owner().displayName() + "." + bootstrap.methodName();
        return switch (maker) {
            case SWITCHES + "typeSwitch", SWITCHES + "enumSwitch" ->
                args.stream().allMatch(label -> label instanceof ClassDesc || label instanceof String)
                        ? Optional.of(code ->
                                choose(code, args, bootstrap.methodName().equals("enumSwitch")))
                        : Optional.empty();
            case RECORDS -> {
                List<DirectMethodHandleDesc> fields = args.stream()
                        .skip(2)
                        .map(DirectMethodHandleDesc.class::cast)
                        .toList();
                yield Optional.of(
                        switch (call.name().stringValue()) {
                            case "equals" -> code -> compare(code, fields);
                            case "hashCode" -> code -> hash(code, fields);
                            default -> code -> print(code, fields);
                        });
            }
            default -> Optional.empty();
        };
    }

    /** (value, restart): -1 for null, or the first label from restart on that fits, or the number of labels. */
    private static void choose(CodeBuilder code, List<ConstantDesc> labels, boolean names) {
        code.aload(0).ifThen(Opcode.IFNULL, absent -> absent.iconst_m1().ireturn());
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next).aload(0);
            if (labels.get(i) instanceof ClassDesc wanted) {
                code.instanceOf(wanted);
            } else {
                if (names) {
                    code.invokevirtual(ConstantDescs.CD_Enum, "name", MethodTypeDesc.of(ConstantDescs.CD_String));
                }
                equalObjects(code.loadConstant((String) labels.get(i)));
            }
            code.ifeq(next).loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private void compare(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        ClassDesc self = type.thisClass().asSymbol();
        Label unequal = code.newLabel();
        Label other = code.newLabel();
        code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
        code.aload(1).instanceOf(self).ifeq(unequal);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc kind = field.invocationType().returnType();
            code.aload(0).getfield(self, field.methodName(), kind);
            code.aload(1).checkcast(self).getfield(self, field.methodName(), kind);
            switch (TypeKind.from(kind)) {
                case REFERENCE -> equalObjects(code).ifeq(unequal);
                case FLOAT, DOUBLE -> sameNumber(code, kind).ifne(unequal);
                case LONG -> code.lcmp().ifne(unequal);
                default -> code.if_icmpne(unequal);
            }
        }
        code.iconst_1().ireturn().labelBinding(unequal).iconst_0().ireturn();
    }

    /** As == does not: NaN is itself, and 0.0 is not -0.0. */
    private static CodeBuilder sameNumber(CodeBuilder code, ClassDesc kind) {
        return code.invokestatic(wrapper(kind), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, kind, kind));
    }

    private static CodeBuilder equalObjects(CodeBuilder code) {
        return code.invokestatic(
                OBJECTS,
                "equals",
                MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
    }

    private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        ClassDesc self = type.thisClass().asSymbol();
        code.iconst_0();
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc kind = field.invocationType().returnType();
            ClassDesc hasher = kind.isPrimitive() ? wrapper(kind) : OBJECTS;
            ClassDesc hashed = kind.isPrimitive() ? kind : ConstantDescs.CD_Object;
            code.loadConstant(31).imul().aload(0).getfield(self, field.methodName(), kind);
            code.invokestatic(hasher, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, hashed))
                    .iadd();
        }
        code.ireturn();
    }

    private void print(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        ClassDesc self = type.thisClass().asSymbol();
        code.new_(BUILDER).dup().invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        String before = simpleName() + "[";
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc kind = field.invocationType().returnType();
            append(code.loadConstant(before + field.methodName() + "="), ConstantDescs.CD_String);
            append(code.aload(0).getfield(self, field.methodName(), kind), kind);
            before = ", ";
        }
        append(code.loadConstant(fields.isEmpty() ? before + "]" : "]"), ConstantDescs.CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String))
                .areturn();
    }

    private static void append(CodeBuilder code, ClassDesc kind) {
        ClassDesc printed = switch (TypeKind.from(kind)) {
            case REFERENCE -> kind.equals(ConstantDescs.CD_String) ? ConstantDescs.CD_String : ConstantDescs.CD_Object;
            case BYTE, SHORT -> ConstantDescs.CD_int;
            default -> kind;
        };
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, printed));
    }

    private String simpleName() {
        return type.elementStream()
                .filter(InnerClassesAttribute.class::isInstance)
                .flatMap(nest -> ((InnerClassesAttribute) nest).classes().stream())
                .filter(inner -> inner.innerClass().equals(type.thisClass()))
                .map(InnerClassInfo::innerName)
                .flatMap(Optional::stream)
                .map(Utf8Entry::stringValue)
                .findFirst()
                .orElseGet(() -> type.thisClass().asSymbol().displayName());
    }

    private static ClassDesc wrapper(ClassDesc primitive) {
        return Objects.requireNonNull(
                switch (TypeKind.from(primitive)) {
                    case BOOLEAN -> ConstantDescs.CD_Boolean;
                    case BYTE -> ConstantDescs.CD_Byte;
                    case CHAR -> ConstantDescs.CD_Character;
                    case SHORT -> ConstantDescs.CD_Short;
                    case INT -> ConstantDescs.CD_Integer;
                    case LONG -> ConstantDescs.CD_Long;
                    case FLOAT -> ConstantDescs.CD_Float;
                    case DOUBLE -> ConstantDescs.CD_Double;
                    default -> null;
                },
                primitive::displayName);
    }
}
