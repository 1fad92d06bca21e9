// @peculiar/x509 2.x needs the polyfill before it; every other module of lib takes the library from here
import 'reflect-metadata'

export * from '@peculiar/x509'
